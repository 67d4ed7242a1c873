import { assert, assertEquals, assertLess } from "@std/assert";
import type { Page } from "puppeteer-core";
import { notebooksDir } from "lib/cli/catalogue.ts";
import { projectRoot } from "lib/files.ts";
import { findChromium, startChromium } from "lib/cli/chromium.ts";
import { startLab } from "./jupyterlab.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.log("The browser test is skipped: no Chromium was found (CHROMIUM_PATH can name one).");
}

const path = `${notebooksDir}/20_03_overparameterization.ipynb`;
const chart = 'img[alt^="Scatter plot"]';

interface Cell {
  cell_type: string;
  outputs?: unknown[];
  execution_count?: number | null;
}

/** The notebook's text without outputs. */
function withoutOutputs(text: string): string {
  const notebook = JSON.parse(text) as { cells: Cell[] };
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  }
  return JSON.stringify(notebook);
}

/** What the page shows: the chart, the claims' verdicts, and the colors of both grounds. */
interface Shown {
  alt: string;
  width: number;
  height: number;
  verdicts: string[];
  errors: number;
  trusted: boolean;
  ground: number[];
  page: number[];
}

const look = `(async () => {
  const image = document.querySelector('${chart}');
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const cells = [...document.querySelectorAll(".jp-RenderedMarkdown tbody tr td:last-child")];
  return {
    alt: image.alt,
    width: image.naturalWidth,
    height: image.getBoundingClientRect().height,
    verdicts: cells.map((cell) => cell.textContent.replace(/\\s/g, " ")),
    errors: document.querySelectorAll('[data-mime-type$="stderr"], [data-mime-type$="error"]').length,
    trusted: [...window.jupyterapp.shell.currentWidget.content.model.cells].some((cell) =>
      cell.type === "code" && cell.trusted
    ),
    ground: [...canvas.getImageData(2, 2, 1, 1).data],
    page: getComputedStyle(document.querySelector(".jp-Notebook")).backgroundColor
      .match(/\\d+/g).map(Number),
  };
})()`;

/** Waits until the notebook's figure and claims are there, and takes a picture if that is wanted. */
async function shown(page: Page, name: string): Promise<Shown> {
  await page.waitForSelector("#jupyterlab-splash", { hidden: true });
  await page.waitForSelector(chart, { visible: true });
  await page.waitForSelector(".jp-RenderedMarkdown tbody tr");
  const result = await page.evaluate(look) as Shown;
  const folder = Deno.env.get("UDL_SCREENSHOTS");
  if (folder !== undefined) {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(`${folder}/${name}.png`, await page.screenshot());
  }
  return result;
}

function assertShown({ alt, width, height, verdicts, errors, ground }: Shown): void {
  assert(alt.includes("accuracy rises from about 70 % to 84 %"), alt);
  assert(width > 600 && height > 300, `${width} × ${height}`);
  assert(
    verdicts.length > 0 && verdicts.every((verdict) => /^[✓✗]\s/.test(verdict)),
    verdicts.join(),
  );
  assertEquals(errors, 0);
  assertEquals(ground, [255, 255, 255, 255]);
}

Deno.test({
  name: "JupyterLab runs a notebook, and shows a committed one untrusted, in light and dark",
  ignore: chromium === undefined,
  async fn() {
    // Inside of the project, so that the kernel finds its configuration; git ignores it.
    await Deno.mkdir(`${projectRoot}data/cache`, { recursive: true });
    const folder = await Deno.makeTempDir({ dir: `${projectRoot}data/cache` });
    const state = await Deno.makeTempDir();
    const late = AbortSignal.timeout(240_000);
    try {
      const committed = await Deno.readTextFile(path);
      await Deno.writeTextFile(`${folder}/fresh.ipynb`, withoutOutputs(committed));
      await Deno.writeTextFile(`${folder}/committed.ipynb`, committed);
      await using lab = await startLab(folder, state, late);
      await using browser = await startChromium(chromium!, `${state}/profile`);
      late.addEventListener("abort", () => browser.close()); // which ends whatever is waited for
      const open = async (name: string): Promise<Page> => {
        const page = await browser.newPage();
        await page.setViewport({ width: 1280, height: 4200 }); // so that no cell is out of sight
        await page.goto(lab.address(name));
        return page;
      };

      let page = await open("fresh");
      await page.waitForSelector(".jp-Notebook .jp-CodeCell");
      assertEquals(await page.$(chart), null);
      // Before the kernel is there, running a cell would ask for one.
      await page.waitForFunction(
        "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
      );
      await page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')");
      assertShown(await shown(page, "run"));

      page = await open("committed");
      const light = await shown(page, "light");
      assertShown(light);
      assertEquals(light.trusted, false);
      assert(Math.min(...light.page) > 200, `the page is ${light.page}`);

      const theme = JSON.stringify({ theme: "JupyterLab Dark" });
      await page.evaluate(`jupyterapp.commands.execute("apputils:change-theme", ${theme})`);
      const dark = await shown(page, "dark");
      assertShown(dark);
      assertEquals(dark.trusted, false);
      assertLess(Math.max(...dark.page), 60);
    } finally {
      await Deno.remove(folder, { recursive: true });
      await Deno.remove(state, { recursive: true });
    }
  },
});
