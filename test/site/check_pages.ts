import { assert, assertEquals } from "@std/assert";
import { assertNoProblems, chromium, openSite, replayedVerdicts } from "./site.ts";
import type { Result } from "lib/cli/result.ts";
import { buildSite } from "lib/web/build/site.ts";

/** Largest `runs.json` in bytes; a page loads it to draw its figures again. */
const mostBytes = 1_000_000;

/**
 * Builds the site of a finished run, under a path of a server, and opens the page of each of its
 * figures: nothing goes wrong, and the notebook's own cells find the verdicts of the run in the
 * stored runs and draw its figures.
 */
export async function checkPages(out: string, t: Deno.TestContext): Promise<void> {
  if (chromium === undefined) {
    console.log("The pages are not checked: no Chromium was found (CHROMIUM_PATH can name one).");
    return;
  }
  const folder = await buildSite(out);
  await using site = await openSite(out, "site/");
  for (const { name: stem, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory || !/^\d+_\d+_/.test(stem)) continue;
    await t.step(`the page of ${stem} draws its figures from the stored runs`, async () => {
      const { size } = await Deno.stat(`${folder}/${stem}/runs.json`);
      assert(size < mostBytes, `its runs have ${size} bytes`);
      const result: Result = JSON.parse(await Deno.readTextFile(`${out}/${stem}/result.json`));
      await using opened = await site.open(`${stem}/index.html`);
      const { page } = opened;
      const pictures = (await page.$$(".panels[role=img]")).length;
      const verdicts = await replayedVerdicts(page);
      assertEquals(verdicts, result.claims.map(({ id, verdict }) => [id, verdict]));
      assertEquals((await page.$$(".panels[role=group]")).length, pictures);
      assertNoProblems(opened);
    });
  }
}
