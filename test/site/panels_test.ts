import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import type { Page } from "puppeteer-core";
import { assertNoProblems, chromium, contentWidth, openSite } from "./site.ts";
import { catalogue } from "lib/cli/catalogue.ts";
import { projectRoot } from "lib/files.ts";
import { keyOf, panelPath } from "lib/web/build/scripts.ts";
import { buildSite } from "lib/web/build/site.ts";

if (chromium === undefined) {
  console.log(
    "The tests of the panels are skipped: no Chromium was found (CHROMIUM_PATH names one).",
  );
}

/** What a test of a panel does to it, by the panel's figure. */
interface PanelCase {
  /** A choice other than the one at the start, as the hash of an address. */
  readonly hash: string;
}

/** Every panel is here. */
const cases: Readonly<Record<string, PanelCase>> = {
  "20.2": { hash: "#learningRate=0.3&examples=200&labels=true&seed=2" },
  "20.4": { hash: "#alpha=3&scheme=pytorch&steps=longer&examples=100" },
  "20.6": { hash: "#dim=400&kind=sparse&images=1000" },
  "20.9": { hash: "#position=1&dim=10&kind=one+scale&images=50" },
  "20.12": { hash: "#logRadius=0.5&dim=50&scaled=steps" },
  "20.13": { hash: "#alpha=4&weightDecay=0.1&examples=200" },
  "20.15": { hash: "#percent=5&smallestOf=noise&epochs=0&images=1000" },
  "20.16": { hash: "#labels=500&temperature=1&units=5&seed=2" },
};

/** The folder of a quick run of these figures: that in `UDL_SITE_OUT`, otherwise a new one. */
async function quickRun(figures: readonly string[]): Promise<string> {
  const given = Deno.env.get("UDL_SITE_OUT");
  if (given) return given;
  const out = await Deno.makeTempDir();
  const script = `${projectRoot}lib/cli/figures.ts`;
  const options = ["--scale", "quick", "--out", out];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", script, ...figures, ...options],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  assert(success, "the notebooks did not run");
  return out;
}

/** What a chart's curves look like: it changes when they grow. */
async function curves(page: Page): Promise<string> {
  return await page.$$eval(
    "#charts [aria-label=line] path",
    (paths) => paths.map((path) => path.getAttribute("d")).join(),
  );
}

async function text(page: Page, selector: string): Promise<string> {
  return await page.$eval(selector, (element) => element.textContent);
}

/** A curve through three places or more, between which the arrow keys move. */
const hasCurve = `[...document.querySelectorAll("#charts [aria-label=line] path")]
  .some((path) => path.getAttribute("d").split("L").length >= 3)`;

const isIdle = "document.querySelector('#run').textContent === 'Run'";

Deno.test({
  name: "the panels run, stop, keep their settings in the address, and fit a phone",
  ignore: chromium === undefined,
  async fn(t) {
    const notebooks = (await catalogue()).filter((notebook) => panelPath(keyOf(notebook)));
    assertEquals(notebooks.map(({ figure }) => figure), Object.keys(cases), "a panel has no case");
    const out = await quickRun(Object.keys(cases));
    await buildSite(out);
    await using site = await openSite(out, "site/");
    await t.step(
      "20.2: with all that a run needs, its page has at most 250 kB, packed",
      async () => {
        const { stem } = notebooks[0]!;
        await using opened = await site.open(`${stem}/index.html`);
        const { page, loaded } = opened;
        await page.click("#run");
        await page.waitForSelector("#charts [aria-label=line] path");
        let bytes = 0;
        for (const path of loaded) bytes += gzipSync(await Deno.readFile(`${out}/${path}`)).length;
        assert(bytes > 100_000, `only ${bytes} bytes were counted`);
        assertLess(bytes, 250_000);
      },
    );
    for (const { figure, stem } of notebooks) {
      const { hash } = cases[figure]!;
      const address = `${stem}/index.html`;

      await t.step(`${figure}: it trains, its chart changes, and it stops`, async () => {
        await using opened = await site.open(address);
        const { page } = opened;
        await page.waitForSelector("#charts svg");
        await page.focus("#run");
        await page.keyboard.press("Enter");
        await page.waitForSelector("#charts [aria-label=line] path");
        const early = await curves(page);
        while (await curves(page) === early) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        assertNotEquals(await text(page, "#findings"), "");
        await page.keyboard.press("Enter");
        await page.waitForFunction(isIdle, { timeout: 1000 });
        assert(/^(Stopped|Done)/.test(await text(page, "#status")), await text(page, "#status"));
        assertNoProblems(opened);
      });

      await t.step(`${figure}: the arrow keys tell the points of its chart`, async () => {
        await using opened = await site.open(address);
        const { page } = opened;
        await page.waitForSelector("#charts svg");
        await page.click("#run");
        await page.waitForFunction(hasCurve);
        await page.click("#run");
        await page.waitForFunction(isIdle);
        await new Promise((resolve) => setTimeout(resolve, 500)); // until it is drawn as it stays
        await page.evaluate("document.querySelector('#charts svg[tabindex]').focus()");
        await page.keyboard.press("ArrowRight");
        const first = await text(page, ".spoken");
        assert(/\d/.test(first), `it says "${first}"`);
        for (let pressed = 0; pressed < 5; pressed++) await page.keyboard.press("ArrowRight");
        assertNotEquals(await text(page, ".spoken"), first);
        assertNoProblems(opened);
      });

      await t.step(`${figure}: its settings are in the address`, async () => {
        await using opened = await site.open(address + hash);
        const { page } = opened;
        await page.waitForSelector("#charts svg");
        const [key] = hash.slice(1).split("=");
        await page.focus(`[name=${key}]`);
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("ArrowRight");
        assertEquals(await page.evaluate("location.hash"), hash);
        assertNoProblems(opened);
      });

      await t.step(
        `${figure}: on a phone nothing sticks out, and Run shows the chart`,
        async () => {
          await using opened = await site.open(address, { width: 375, dark: true });
          const { page } = opened;
          await page.waitForSelector("#charts svg");
          assertEquals(await contentWidth(page), 375);
          await page.click("#run");
          await page.waitForSelector("#charts [aria-label=line] path");
          const { top, bottom } = await page.$eval("#charts .chart", (chart) => {
            const { top, bottom } = chart.getBoundingClientRect();
            return { top, bottom };
          });
          assert(top >= -1, `the chart begins at ${top}`);
          assertLess(bottom, 668);
          assertEquals(await contentWidth(page), 375);
          assertNoProblems(opened);
        },
      );
    }
  },
});
