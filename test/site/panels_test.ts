import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { broken } from "../browser/axe.ts";
import { contrast } from "../notebook/contrast.ts";
import { marksOf, type PanelCase, panelCases } from "./panel_cases.ts";
import { quickRun } from "./quick_run.ts";
import { assertNoProblems, chromium, contentWidth, openSite } from "./site.ts";
import { catalogue } from "lib/cli/catalogue.ts";
import { darkPaper } from "lib/notebook/theme.ts";
import { keyOf, panelPath } from "lib/web/build/panels.ts";

if (chromium === undefined) {
  console.log(
    "The tests of the panels are skipped: no Chromium was found (CHROMIUM_PATH names one).",
  );
}

/** What a chart's marks look like: it changes when there are more of them, and when they move. */
async function drawn(page: Page, panelCase: PanelCase): Promise<string> {
  return await page.$$eval(
    marksOf(panelCase),
    (marks) => marks.map((mark) => mark.outerHTML).join(),
  );
}

/** The colors of a chart's marks, as the browser shows them. */
async function colorsOf(page: Page, panelCase: PanelCase): Promise<string[]> {
  const marks = `[...document.querySelectorAll("${marksOf(panelCase)}")]`;
  const styles = `${marks}.map((mark) => getComputedStyle(mark))`;
  const colors = await page.evaluate(
    `${styles}.flatMap(({ fill, stroke }) => [fill, stroke])`,
  ) as string[];
  return [...new Set(colors)].filter((color) => color !== "none");
}

/** Where the first element of a kind is in the window. */
async function windowPlace(page: Page, selector: string): Promise<{ top: number; bottom: number }> {
  return await page.$eval(selector, (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { top, bottom };
  });
}

async function text(page: Page, selector: string): Promise<string> {
  return await page.$eval(selector, (element) => element.textContent);
}

/** Waits until something that is read from a page is other than before. */
async function untilOther(read: () => Promise<string>, before: string): Promise<void> {
  while (await read() === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits until something is drawn; in a panel that trains, that begins with Run. */
async function waitForMarks(page: Page, panelCase: PanelCase): Promise<void> {
  await page.waitForSelector("#charts svg");
  if (!panelCase.stored) await page.click("#run");
  await page.waitForSelector(marksOf(panelCase));
}

/** Whether a curve has three places, between which the arrow keys move; or there are two other marks. */
function hasPlaces(panelCase: PanelCase): string {
  const chart = 'document.querySelector("#charts .plot")'; // the one that the keys move in
  const all = `[...document.querySelectorAll("${marksOf(panelCase)}")]`;
  const marks = `${all}.filter((mark) => ${chart}.contains(mark))`;
  return panelCase.marks === undefined
    ? `${marks}.some((path) => path.getAttribute("d").split("L").length >= 3)`
    : `${marks}.length > 1`;
}

/** Checks that a panel as it stands suits axe-core, in light and dark. */
async function checkAccess(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    assertEquals(await broken(page, scheme, "#live"), []);
  }
}

/** The width for which the first chart is drawn; styles may shrink it. */
const widthAsDrawn = "document.querySelector('#charts .plot').viewBox.baseVal.width";

/** The ends of the tooltip that a chart shows; null if it shows none. */
const tipEnds = `(() => {
  const tip = document.querySelector("#charts [aria-label=tip] > g");
  if (tip === null) return null;
  const { left, right } = tip.getBoundingClientRect();
  return { left, right };
})()`;

/** Whether the keyboard is in the first chart. */
const hasFocus = "document.activeElement === document.querySelector('#charts .chart')";

/**
 * Checks that the keyboard stays in a chart that is drawn again, for a phone, and that the tooltips to
 * which the arrow keys lead fit into its window.
 */
async function checkTips(page: Page): Promise<void> {
  await page.focus("#charts .chart");
  await page.setViewport({ width: 375, height: 667 });
  await page.waitForFunction(`${widthAsDrawn} < 375`);
  assert(await page.evaluate(hasFocus), "the chart that is drawn again has lost the focus");
  let shown = 0;
  for (let pressed = 0; pressed < 6; pressed++) {
    await page.keyboard.press("ArrowRight");
    const ends = await page.evaluate(tipEnds) as { left: number; right: number } | null;
    if (ends === null) continue; // the chart was just drawn again, with no point near the last
    shown++;
    assert(ends.left >= 0 && ends.right <= 375, `a tooltip from ${ends.left} to ${ends.right}`);
  }
  assert(shown > 1, "the arrow keys show no tooltips");
}

/** Whether nothing lies over the element that has the focus. */
const isUncovered = `(() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return there === document.activeElement;
})()`;

/** Milliseconds that a run may take on a busy machine. */
const longRun = 180_000;

const isDone = "document.querySelector('#status').textContent.startsWith('Done')";
const isIdle = "document.querySelector('#run').textContent === 'Run'";

Deno.test({
  name: "the panels run, stop, keep their settings in the address, and fit a phone",
  ignore: chromium === undefined,
  async fn(t) {
    const notebooks = (await catalogue()).filter((notebook) => panelPath(keyOf(notebook)));
    assertEquals(
      notebooks.map(({ figure }) => figure),
      Object.keys(panelCases),
      "a panel has no case",
    );
    const out = await quickRun();
    await using site = await openSite(out, "site/");
    for (const { figure, stem } of notebooks) {
      const panelCase = panelCases[figure]!;
      const { hash, stored = false, atOnce } = panelCase;
      const address = `${stem}/index.html`;

      if (stored) {
        await t.step(`${figure}: its chart and its words follow a control`, async () => {
          await using opened = await site.open(address);
          const { page } = opened;
          await waitForMarks(page, panelCase);
          const before = await drawn(page, panelCase);
          const said = await text(page, "#findings");
          await page.focus("#controls [name]");
          await page.keyboard.press("ArrowRight");
          await untilOther(() => drawn(page, panelCase), before);
          await untilOther(() => text(page, "#findings"), said);
          assertNoProblems(opened);
        });
      } else {
        await t.step(`${figure}: it trains, its chart changes, and it stops`, async () => {
          await using opened = await site.open(address);
          const { page } = opened;
          await page.waitForSelector("#charts svg");
          await page.focus("#run");
          await page.keyboard.press("Enter");
          await page.waitForSelector(marksOf(panelCase));
          const before = await drawn(page, panelCase);
          await untilOther(() => drawn(page, panelCase), before);
          assertNotEquals(await text(page, "#findings"), "");
          await page.keyboard.press("Enter");
          await page.waitForFunction(isIdle, { timeout: 10_000 });
          assert(/^(Stopped|Done)/.test(await text(page, "#status")), await text(page, "#status"));
          assertNoProblems(opened);
        });
      }

      if (atOnce !== undefined) {
        await t.step(`${figure}: after a run a control acts at once`, async () => {
          await using opened = await site.open(address + atOnce.hash);
          const { page } = opened;
          await waitForMarks(page, panelCase);
          await page.waitForFunction(isDone, { timeout: longRun });
          await page.waitForFunction(isIdle);
          await new Promise((resolve) => setTimeout(resolve, 1000)); // until all is measured
          const before = await text(page, "#findings");
          await page.focus(`[name=${atOnce.control}]`);
          await page.keyboard.press("ArrowRight");
          await untilOther(() => text(page, "#findings"), before);
          await checkAccess(page);
          await checkTips(page);
          const stays = (await text(page, "#status")).includes("gray");
          await page.click("#run");
          assertEquals((await page.$$("#earlier li")).length > 0, stays, "a run that stays");
          assertNoProblems(opened);
        });
      }

      await t.step(`${figure}: the arrow keys tell the points of its chart`, async () => {
        await using opened = await site.open(address);
        const { page } = opened;
        await waitForMarks(page, panelCase);
        await page.waitForFunction(hasPlaces(panelCase));
        if (!stored) await page.click("#run");
        if (!stored) await page.waitForFunction(isIdle);
        await page.focus("#charts .chart");
        await page.keyboard.press("ArrowRight");
        const told = new Set([await text(page, ".spoken")]);
        // On a busy machine the last rows of a run are drawn some seconds after its end.
        for (let pressed = 0; pressed < 5 || (told.size === 1 && pressed < 50); pressed++) {
          if (pressed >= 5) await new Promise((resolve) => setTimeout(resolve, 200));
          await page.keyboard.press("ArrowRight");
          told.add(await text(page, ".spoken"));
        }
        assert(told.size > 1, `it says only "${[...told]}"`);
        for (const words of told) assert(/\d/.test(words), `it says "${words}"`);
        await checkAccess(page);
        await checkTips(page);
        assertNoProblems(opened);
      });

      await t.step(`${figure}: its settings are in the address`, async () => {
        await using opened = await site.open(address + hash);
        const { page } = opened;
        await page.waitForSelector("#charts svg");
        assert(!(await text(page, "#charts")).includes("no data"), "a chart begins with no data");
        const [key] = hash.slice(1).split("=");
        await page.focus(`[name=${key}]`);
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("ArrowRight");
        assertEquals(await page.evaluate("location.hash"), hash);
        assertNoProblems(opened);
      });

      await t.step(
        `${figure}: on a phone nothing sticks out, and the chart is seen as it changes`,
        async () => {
          await using opened = await site.open(address, { width: 375, dark: true });
          const { page } = opened;
          await page.waitForSelector("#charts svg");
          assertEquals(await contentWidth(page), 375);
          await waitForMarks(page, panelCase);
          const chart = await windowPlace(page, "#charts .chart");
          if (stored) {
            const { bottom } = await windowPlace(page, "#controls .control");
            assertLess(bottom - chart.top, 667, "the chart and its first control");
          } else {
            assert(chart.top >= -2, `the chart begins at ${chart.top}`);
            assertLess(chart.bottom, 668);
          }
          await page.focus("#controls [name]");
          assert(await page.evaluate(isUncovered), "the first control is covered");
          const words = await windowPlace(page, "#findings");
          const controls = await windowPlace(page, "#controls");
          assert(controls.bottom <= words.top, "words that grow move the controls");
          for (const color of await colorsOf(page, panelCase)) {
            assert(contrast(color, darkPaper) > 4.5, `${color} on a dark page`); // of WCAG 2
          }
          assertEquals(await contentWidth(page), 375);
          assertNoProblems(opened);
        },
      );
    }
  },
});
