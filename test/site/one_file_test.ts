import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { broken } from "../browser/axe.ts";
import { startChromium } from "lib/cli/chromium.ts";
import { chromium, contentWidth } from "./site.ts";
import { catalogue, type Notebook } from "lib/cli/catalogue.ts";
import { writeFigurePage } from "lib/cli/figure_page.ts";
import { readCommittedRuns } from "lib/notebook/committed_runs.ts";
import { neighborsOf } from "lib/page/neighbors.ts";

/** What a panel draws, and the control that changes it where there is no Run. */
interface PanelCase {
  readonly marks: string;
  readonly control?: string;
}

/** The panels that need no other file, by their figures. */
const cases: Readonly<Record<string, PanelCase>> = {
  "20.2": { marks: "#charts [aria-label=line] path" },
  "20.3": { marks: "#charts [aria-label=dot] path", control: "#controls [name=year]" },
  "20.8": { marks: "#charts [aria-label=dot] circle" },
};

/** Writes the page of a notebook as a run that left what is committed would, and returns its path. */
async function writePage(notebook: Notebook, all: readonly Notebook[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  await Deno.copyFile(notebook.path, `${folder}/notebook.ipynb`);
  await Deno.writeTextFile(`${folder}/runs.json`, await readCommittedRuns(notebook.stem));
  await writeFigurePage(
    notebook.stem,
    folder,
    neighborsOf(notebook.stem, all.map(({ stem }) => stem)),
  );
  return `${folder}/index.html`;
}

/** Notes what a page asks for beside itself, and what goes wrong in it. */
function watch(page: Page, address: string): string[] {
  const problems: string[] = [];
  page.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const asked = request.url();
    const isOwn = asked === address || /^(data|blob):/.test(asked); // what is in the page itself
    if (!isOwn) problems.push(`asks for ${asked}`);
  });
  return problems;
}

/** What the marks of a chart look like. */
async function drawn(page: Page, marks: string): Promise<string> {
  return await page.$$eval(marks, (found) => found.map((mark) => mark.outerHTML).join());
}

/** Presses Run or moves the control, and waits until the marks of the chart change. */
async function use(page: Page, { marks, control }: PanelCase): Promise<void> {
  await page.waitForSelector("#charts svg");
  if (control === undefined) await page.click("#run");
  await page.waitForSelector(marks);
  const before = await drawn(page, marks);
  if (control !== undefined) {
    await page.focus(control);
    await page.keyboard.press("ArrowRight");
  }
  while (await drawn(page, marks) === before) await page.waitForSelector(marks);
}

Deno.test({
  name: "the page of a figure that needs no data trains from disk, alone, and asks for nothing",
  ignore: chromium === undefined,
  async fn(t) {
    const all = await catalogue();
    const profile = await Deno.makeTempDir();
    const browser = await startChromium(chromium!, profile);
    try {
      for (const [figure, panelCase] of Object.entries(cases)) {
        await t.step(figure, async () => {
          const notebook = all.find((notebook) => notebook.figure === figure)!;
          const path = await writePage(notebook, all);
          const address = `file://${path}`;
          const page = await browser.newPage();
          const problems = watch(page, address);
          await page.goto(address);
          const top = await page.$eval("figure", (figure) => figure.getBoundingClientRect().top);
          assert(top < 400, `the first picture begins at ${top} px`);
          await use(page, panelCase);
          assertNotEquals(await page.$eval("#findings", (found) => found.textContent), "");
          await page.setViewport({ width: 375, height: 667 });
          assertEquals(await contentWidth(page), 375);
          assertEquals(await broken(page, "light"), []);
          assertEquals(problems, []);
          const { size } = await Deno.stat(path);
          assert(size < 1_000_000, `the page has ${size} bytes`);
          await page.close();
        });
      }
    } finally {
      await browser.close();
      await Deno.remove(profile, { recursive: true });
    }
  },
});

Deno.test("the page of a figure whose panel loads data has none from disk", async () => {
  const all = await catalogue();
  const path = await writePage(all.find(({ figure }) => figure === "20.13")!, all);
  assert(!(await Deno.readTextFile(path)).includes("<script"));
});

Deno.test("a page whose notebook gives a sweep no function of its own says so, and has the rest", async () => {
  const all = await catalogue();
  const notebook = all.find(({ figure }) => figure === "20.2")!;
  const folder = await Deno.makeTempDir();
  const file = JSON.parse(await Deno.readTextFile(notebook.path));
  const source = 'await sweep([], experiment, { name: "other" });';
  file.cells.push({ cell_type: "code", id: "other", source, metadata: {}, outputs: [] });
  await Deno.writeTextFile(`${folder}/notebook.ipynb`, JSON.stringify(file));
  await Deno.writeTextFile(`${folder}/runs.json`, await readCommittedRuns(notebook.stem));
  await writeFigurePage(
    notebook.stem,
    folder,
    neighborsOf(notebook.stem, all.map(({ stem }) => stem)),
  );
  const page = await Deno.readTextFile(`${folder}/index.html`);
  assert(page.includes("This page is without its live panel. A sweep needs an arrow function"));
  assert(page.includes("<figure") && !page.includes("<script"));
});
