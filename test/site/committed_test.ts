import { assert, assertEquals, assertLess } from "@std/assert";
import { gzipSync } from "node:zlib";
import type { Page } from "puppeteer-core";
import { checkPages } from "./check_pages.ts";
import { assertNoProblems, chromium, openSite, replayedVerdicts } from "./site.ts";
import { projectRoot } from "lib/files.ts";
import { buildSite } from "lib/web/build/site.ts";

/** Folder of the page of figure 20.2. */
const pageFolder = "20_02_full_batch_gradient_descent";

/** The epochs to zero error that the finished run of 20.2's panel tells. */
async function toldEpochs(page: Page): Promise<number[]> {
  const told = await page.$$eval("#findings dd", (found) => found.map((one) => one.textContent));
  return told.map((words) => {
    const [, epochs] = /^no error after ([\d,]+) epochs$/.exec(words) ?? [];
    assert(epochs, words);
    return Number(epochs.replaceAll(",", ""));
  });
}

/** The same of Deno, with the digits of every machine. */
async function denoEpochs(): Promise<number[]> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", `${projectRoot}test/site/deno_epochs.ts`],
    env: { UDL_EXACT: "1" },
    stderr: "inherit",
  }).output();
  assert(success, "Deno did not compute the points");
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("the site of the committed notebooks and runs needs no other run", async (t) => {
  const out = await Deno.makeTempDir();
  await buildSite(out);
  await checkPages(out, t);
  if (chromium === undefined) return;
  await using site = await openSite(out, "site/");
  await using opened = await site.open(`${pageFolder}/index.html`);
  const { page, loaded } = opened;
  await t.step(
    "20.2: with its figure drawn again and a run begun, its page has at most 250 kB, packed",
    async () => {
      await replayedVerdicts(page);
      await page.click("#run");
      await page.waitForSelector("#charts [aria-label=line] path");
      let bytes = 0;
      for (const path of loaded) bytes += gzipSync(await Deno.readFile(`${out}/${path}`)).length;
      assert(loaded.has(`site/${pageFolder}/runs.json`), "the stored runs were not loaded");
      assertLess(bytes, 250_000);
    },
  );
  await t.step("20.2: the run takes exactly as many epochs as in Deno", async () => {
    const done = "document.querySelector('#status').textContent.startsWith('Done')";
    await page.waitForFunction(done, { timeout: 120_000 });
    assertEquals(await toldEpochs(page), await denoEpochs());
    assertNoProblems(opened);
  });
});
