import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { broken } from "../browser/axe.ts";
import { assertNoProblems, chromium, contentWidth, openSite, replayedVerdicts } from "./site.ts";
import type { Result } from "lib/cli/result.ts";
import { figureNumber } from "lib/notebook/figure_number.ts";

const ownTitle = "Your own data, your own network";

/** Pixels that a panel may grow by on a phone, where its legend does not shrink with it. */
const mostJump = 10;

/** Largest `runs.json` in bytes; a page loads it to draw its figures again. */
const mostBytes = 1_000_000;

/** Pixels by which each panel is higher or lower than its picture was. */
async function jumps(page: Page): Promise<number[]> {
  return await page.$$eval(".panel:not(.wide):has(.chart)", (panels) =>
    panels.map((panel) => {
      const [across, down] = (panel as unknown as { style: { aspectRatio: string } }).style
        .aspectRatio.split("/").map(Number);
      const { width, height } = panel.getBoundingClientRect();
      return height - width * down! / across!;
    }));
}

/**
 * The texts of charts that stick out of the page, or stand in an element that cuts off what sticks
 * out of it, where no chart scrolls by itself.
 */
async function cutTexts(page: Page): Promise<string[]> {
  return await page.evaluate(`(() => {
    const { clientWidth } = document.documentElement;
    const texts = [...document.querySelectorAll(".panel:not(.wide) text")];
    return texts.filter((text) => {
      const { left, right, width } = text.getBoundingClientRect();
      const cuts = getComputedStyle(text.ownerSVGElement).overflowX !== "visible";
      return width > 0 && (cuts || left < 0 || right > clientWidth);
    }).map(({ textContent }) => textContent);
  })()`) as string[];
}

/** The names under which a page saves tables. */
async function downloads(page: Page): Promise<(string | null)[]> {
  return await page.$$eval(
    'a[href="data.csv"]',
    (links) => links.map((link) => link.getAttribute("download")),
  );
}

/** The columns of the table that a page describes to search engines. */
async function describedColumns(page: Page): Promise<string[]> {
  const json = await page.$eval('script[type="application/ld+json"]', (one) => one.textContent);
  const { variableMeasured } = JSON.parse(json!) as { variableMeasured: { name: string }[] };
  return variableMeasured.map(({ name }) => name);
}

/** Checks that a page suits axe-core, in light and dark. */
async function checkAccess(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) assertEquals(await broken(page, scheme), []);
}

/**
 * Serves the site of a run under a path, and opens the page of each figure on a phone: nothing goes wrong, the notebook's own cells find the
 * verdicts of the run in the stored runs, and draw its figures where the pictures were.
 */
export async function checkPages(out: string, t: Deno.TestContext): Promise<void> {
  if (chromium === undefined) {
    console.log("The pages are not checked: no Chromium was found (CHROMIUM_PATH can name one).");
    return;
  }
  const folder = `${out}/site`;
  await using site = await openSite(out, "site/");
  await t.step("the gallery suits a phone and axe-core", async () => {
    await using opened = await site.open("index.html", { width: 375 });
    assertEquals(await contentWidth(opened.page), 375);
    await checkAccess(opened.page);
    assertNoProblems(opened);
  });
  await t.step("so does the page on the reader's own networks, which it leads to", async () => {
    await using opened = await site.open("index.html", { width: 375 });
    const { page } = opened;
    await Promise.all([page.waitForNavigation(), page.click(".own a")]);
    assertEquals(await page.$eval("h1", (heading) => heading.textContent), ownTitle);
    assertEquals(await contentWidth(page), 375);
    await checkAccess(page);
    assertNoProblems(opened);
  });
  for (const { name: stem, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory || !/^\d+_\d+_/.test(stem)) continue;
    await t.step(`the page of ${stem} draws its figures from the stored runs`, async () => {
      const { size } = await Deno.stat(`${folder}/${stem}/runs.json`);
      assert(size < mostBytes, `its runs have ${size} bytes`);
      const result: Result = JSON.parse(await Deno.readTextFile(`${folder}/${stem}/result.json`));
      await using opened = await site.open(`${stem}/index.html`, { width: 375 });
      const { page } = opened;
      assertEquals(await downloads(page), [`figure-${figureNumber(stem)}.csv`]);
      const csv = await Deno.readTextFile(`${folder}/${stem}/data.csv`);
      assertEquals(await describedColumns(page), csv.split("\n", 1)[0]!.split(","));
      assertEquals(await cutTexts(page), []);
      const pictures = (await page.$$(".panels")).length;
      const verdicts = await replayedVerdicts(page);
      assertEquals(verdicts, result.claims.map(({ id, verdict }) => [id, verdict]));
      assertEquals((await page.$$(".panels[role=group]")).length, pictures);
      for (const jump of await jumps(page)) {
        assert(Math.abs(jump) <= mostJump, `a panel jumps by ${jump} pixels`);
      }
      assertEquals(await contentWidth(page), 375);
      assertEquals(await cutTexts(page), []);
      await checkAccess(page);
      assertNoProblems(opened);
    });
  }
}
