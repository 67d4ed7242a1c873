import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { isCheckout, newCheckout, run } from "./checkout.ts";
import { findChromium, startChromium } from "lib/cli/chromium.ts";
import { startLab } from "./jupyterlab.ts";

const chromium = findChromium();
const ignore = chromium === undefined || !await isCheckout();
if (ignore) {
  console.log("The newcomer's first minutes are not tested: no Chromium, or no checkout of git.");
}

const stem = "20_03_overparameterization";
const chart = 'img[alt^="Scatter plot"]';

/** Takes a picture of the page if that is wanted. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = Deno.env.get("UDL_SCREENSHOTS");
  if (folder === undefined) return;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(`${folder}/${name}.png`, await page.screenshot());
}

/** What the notebook that is in front shows of its chart, and whether a cell failed. */
interface Shown {
  pictures: string[];
  errors: string[];
  /** What the cell of the claims says of other verdicts than the declared ones. */
  surprises: string[];
}

const look = `(() => {
  const { node } = window.jupyterapp.shell.currentWidget;
  return {
    pictures: [...node.querySelectorAll('${chart}')].map((image) => image.src),
    errors: [...node.querySelectorAll('[data-mime-type$="stderr"], [data-mime-type$="error"]')]
      .map((output) => output.textContent),
    surprises: [...node.querySelectorAll(".jp-OutputArea .jp-RenderedMarkdown p")]
      .map((paragraph) => paragraph.textContent)
      .filter((text) => text.startsWith("Other than declared")),
  };
})()`;

const isIdle = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'";

/** Runs all cells, after a restart of the kernel, and waits for their end. */
async function runAll(page: Page): Promise<Shown> {
  await page.waitForFunction(isIdle);
  await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()");
  await page.waitForFunction(isIdle);
  await page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')"); // until their end
  await page.waitForSelector(chart, { visible: true });
  return await page.evaluate(look) as Shown;
}

/** Replaces a piece of the code in the cell that is tagged parameters. */
function changeParameter(page: Page, from: string, to: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const cells = [...jupyterapp.shell.currentWidget.content.model.cells];
    const cell = cells.find((cell) => cell.getMetadata("tags")?.includes("parameters"));
    const source = cell.sharedModel.getSource();
    if (!source.includes("${from}")) throw new Error("There is no ${from}.");
    cell.sharedModel.setSource(source.replace("${from}", "${to}"));
  })()`);
}

Deno.test({
  name: "a newcomer runs a figure, sees its page, and changes a parameter and so the chart",
  ignore,
  async fn() {
    await ensureEnvironment();
    const checkout = await Deno.makeTempDir();
    const state = await Deno.makeTempDir();
    const task = (...args: string[]) => run(checkout, Deno.execPath(), "task", "--quiet", ...args);
    const status = (): Promise<string> => run(checkout, "git", "status", "--porcelain");
    try {
      await newCheckout(checkout);
      await task("figures", "20.3", "--scale", "quick");
      await task("lab", "--prepare");
      assertEquals(await status(), "");
      const late = AbortSignal.timeout(240_000);
      await using lab = await startLab(`${checkout}/out/lab`, state, late);
      await using browser = await startChromium(chromium!, `${state}/profile`);
      late.addEventListener("abort", () => browser.close()); // which ends whatever is waited for

      const page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      await page.setViewport({ width: 1280, height: 900 });
      await page.goto(`file://${checkout}/out/index.html`);
      await page.click(`a[href="${stem}/index.html"]`);
      await page.waitForSelector("figure svg");

      await page.goto(lab.address("index"));
      await page.waitForSelector("#jupyterlab-splash", { hidden: true });
      await page.waitForSelector(".jp-RenderedMarkdown td img");
      const thumbnails = await page.$$(".jp-RenderedMarkdown td img");
      assertEquals(thumbnails.length, 16);
      await picture(page, "index");
      await page.evaluate(`[...document.querySelectorAll(".jp-RenderedMarkdown td a")]
        .find(({ href }) => href.includes("${stem}")).click()`);
      await page.waitForFunction(
        `jupyterapp.shell.currentWidget?.context?.path === "${stem}.ipynb"`,
      );
      await page.waitForSelector(chart);

      const first = await runAll(page);
      assertEquals([first.pictures.length, first.errors, first.surprises], [1, [], []]);
      await page.evaluate("jupyterapp.commands.execute('toc:show-panel')");
      await page.waitForSelector(".jp-TableOfContents .jp-tocItem");
      const contents = await page.$$eval(
        ".jp-TableOfContents .jp-tocItem-heading",
        (items) => items.map((item) => item.textContent),
      );
      assert(contents.includes("The figure"), contents.join());
      await changeParameter(page, "low: 10,", "low: 30,");
      const second = await runAll(page);
      assertEquals([second.pictures.length, second.errors], [1, []]);
      // With another band, claims hold that did not, or the other way: the cell of the claims says so.
      assertEquals(second.surprises.length, 1);
      assertNotEquals(second.pictures, first.pictures);
      await page.evaluate(`document.querySelector('${chart}')?.scrollIntoView()`);
      await picture(page, "changed");

      await page.evaluate("jupyterapp.commands.execute('docmanager:save')");
      const copy = `${checkout}/out/lab/${stem}.ipynb`;
      await page.waitForFunction("!jupyterapp.shell.currentWidget.context.model.dirty");
      assert((await Deno.readTextFile(copy)).includes("low: 30,"));
      assertEquals(await status(), "");
      await task("lab", "--prepare");
      assert((await Deno.readTextFile(copy)).includes("low: 30,"), "the change is lost");
    } finally {
      await Deno.remove(checkout, { recursive: true });
      await Deno.remove(state, { recursive: true });
    }
  },
});
