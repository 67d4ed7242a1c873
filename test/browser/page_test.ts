import { assert, assertEquals, assertLess } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { catalogue, type Notebook } from "lib/cli/catalogue.ts";
import { writeFigurePage } from "lib/cli/figure_page.ts";
import { writeGallery } from "lib/cli/gallery.ts";
import { readResult } from "lib/cli/result.ts";
import { neighborsOf } from "lib/page/neighbors.ts";
import { broken } from "./axe.ts";
import { findChromium, startChromium } from "lib/cli/chromium.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.log("The pages are not tested in a browser: no Chromium was found (see CHROMIUM_PATH).");
}

/** Writes the pages of the committed notebooks, as a run of all would, and returns their folder. */
async function writePages(notebooks: readonly Notebook[]): Promise<string> {
  const out = await Deno.makeTempDir();
  const stems = notebooks.map(({ stem }) => stem);
  const list = await Promise.all(notebooks.map(async (notebook) => {
    const folder = `${out}/${notebook.stem}`;
    const neighbors = neighborsOf(notebook.stem, stems);
    await Deno.mkdir(folder);
    await Deno.copyFile(notebook.path, `${folder}/notebook.ipynb`);
    await writeFigurePage(notebook.stem, folder, neighbors);
    const result = await readResult(notebook, notebook.path, "standard", 1);
    await Deno.writeTextFile(`${folder}/result.json`, JSON.stringify(result));
    return { notebook, neighbors, expected: 1, state: "done" as const, share: 1, result };
  }));
  await writeGallery(out, "standard", list);
  return out;
}

/** What a reader sees of a page. */
interface Look {
  /** Where the first picture begins, in pixels. */
  top: number;
  /** Width of all that could be scrolled to. */
  width: number;
  /** Size of the smallest text in a picture, in pixels of the screen. */
  smallest: number;
}

const look = `(() => {
  const sizes = [...document.querySelectorAll(".panel text")].map((text) => {
    const { a, b } = text.getScreenCTM();
    return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
  });
  return {
    top: document.querySelector("figure").getBoundingClientRect().top,
    width: document.documentElement.scrollWidth,
    smallest: Math.min(...sizes),
  };
})()`;

async function lookAt(page: Page, width: number, height: number): Promise<Look> {
  await page.setViewport({ width, height });
  return await page.evaluate(look) as Look;
}

/** Number of pages of a PDF. */
function sides(pdf: Uint8Array): number {
  return [...new TextDecoder("latin1").decode(pdf).matchAll(/\/Type \/Page\b/g)].length;
}

async function checkPage(page: Page, address: string): Promise<void> {
  const asked: string[] = [];
  page.removeAllListeners("request");
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  assertEquals(asked.filter((url) => !url.startsWith("data:")), [address]);
  const desk = await lookAt(page, 1280, 800);
  assertLess(desk.top, 400, "the first picture begins below the middle of the screen");
  assertEquals(desk.width, 1280);
  const phone = await lookAt(page, 375, 812);
  assertEquals(phone.width, 375, "the page scrolls sideways");
  assert(phone.smallest > 10.9, `text of ${phone.smallest} px`);
  for (const scheme of ["light", "dark"] as const) {
    assertEquals(await broken(page, scheme), [], `${address}, ${scheme}`);
  }
}

Deno.test({
  name: "pages and gallery suit desk, phone, paper and axe-core, and ask for nothing",
  ignore: chromium === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const all = await catalogue();
    const chosen = all.filter(({ figure }) => ["20.3", "20.8", "20.14"].includes(figure));
    const out = await writePages(chosen);
    const profile = await Deno.makeTempDir();
    const browser: Browser = await startChromium(chromium!, profile);
    try {
      const page = await browser.newPage();
      for (const { stem } of chosen) {
        await checkPage(page, `file://${out}/${stem}/index.html`);
        for (const format of ["a4", "letter"] as const) {
          assertLess(sides(await page.pdf({ format })), 4, `sides of ${stem}, ${format}`);
        }
      }
      page.removeAllListeners("request");
      await page.goto(`file://${out}/index.html`);
      assertLess(sides(await page.pdf({ format: "a4" })), 3, "sides of the gallery");
      assertEquals((await lookAt(page, 375, 812)).width, 375);
      for (const scheme of ["light", "dark"] as const) {
        assertEquals(await broken(page, scheme), []);
      }
      assertEquals(await page.evaluate("document.images.length"), 3);
      const loaded = "[...document.images].every((image) => image.naturalWidth > 0)";
      assert(await page.evaluate(loaded), "a thumbnail is missing");
    } finally {
      await browser.close();
      await Deno.remove(profile, { recursive: true });
    }
  },
});
