import { assert, assertEquals } from "@std/assert";
import type { Browser } from "puppeteer-core";
import { extractText, getDocumentProxy } from "unpdf";
import { catalogue, type Notebook } from "lib/cli/catalogue.ts";
import { findChromium, startChromium } from "lib/cli/chromium.ts";
import { projectRoot } from "lib/files.ts";
import type { JudgedClaim } from "lib/notebook/judge.ts";
import { facts, readNotebook } from "lib/notebook/notebook_file.ts";
import { plainText } from "lib/page/markdown.ts";
import { partsOf } from "lib/page/parts.ts";

const ignore = findChromium() === undefined;
if (ignore) {
  console.log("The handouts are not printed: no Chromium was found (see CHROMIUM_PATH).");
}

interface Ended {
  readonly code: number;
  readonly errors: string;
}

/** Runs `task handout` with these arguments. */
async function handout(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const command = ["run", "-q", "-A", `${projectRoot}lib/cli/handout.ts`, ...args];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: command, env }).output();
  return { code, errors: new TextDecoder().decode(stderr) };
}

/** The texts of a PDF's pages, without white space, which lines break up. */
async function pagesOf(path: string): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(await Deno.readFile(path)));
  return text.map((page) => page.replace(/\s/g, ""));
}

/** The pages that have a text, counted from 0. */
function pagesWith(pages: readonly string[], text: string): number[] {
  const wanted = text.replace(/\s/g, "");
  return pages.flatMap((page, i) => page.includes(wanted) ? [i] : []);
}

/** Fails unless the table, each exercise and each heading are whole on one of two sides. */
async function checkHandout({ path, stem, figure }: Notebook, folder: string): Promise<void> {
  const pages = await pagesOf(`${folder}/${stem}.pdf`);
  assertEquals(pages.length, 2, `sides of figure ${figure}`);
  const notebook = await readNotebook(path);
  const claims = (facts(notebook).claims as JudgedClaim[]).filter(({ kind }) => kind !== "check");
  for (const { statement, measured, threshold, verdict } of claims) {
    for (const text of [statement, measured, threshold, verdict]) {
      assertEquals(pagesWith(pages, text).at(-1), 1, `"${text}" of figure ${figure}`);
    }
  }
  const { title, question } = partsOf(notebook);
  assertEquals(pagesWith(pages, plainText(title))[0], 0);
  assertEquals(pagesWith(pages, plainText(question.replaceAll("\n", " ")))[0], 0);
  for (const page of pages) assert(!/(limits|measured|Exercises)\d?$/.test(page), page.slice(-80));
}

/** What of a handout sticks out of its page, or is cut, if it is laid on paper of this width. */
const sticksOut = `(() => {
  const width = document.documentElement.clientWidth;
  const elements = [...document.querySelectorAll(".side, .side :not(svg *)")];
  const out = elements.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > width + 1 || element.scrollWidth > element.clientWidth + 1 &&
      getComputedStyle(element).overflowX !== "visible";
  });
  return out.map((element) => element.outerHTML.slice(0, 80));
})()`;

/** Width of a paper without its margins, in pixels. */
const contentWidth = { a4: 695, letter: 718 } as const;

async function checkWidths(
  browser: Browser,
  folder: string,
  notebooks: readonly Notebook[],
  width: number,
): Promise<void> {
  const page = await browser.newPage();
  await page.emulateMediaType("print");
  await page.setViewport({ width, height: 1000 });
  for (const { stem, figure } of notebooks) {
    await page.goto(`file://${folder}/${stem}.html`);
    assertEquals(await page.evaluate(sticksOut), [], `figure ${figure}`);
  }
  await page.close();
}

/** The pages that the links of a PDF's first page lead to, each once, counted from 0. */
async function linkTargets(path: string): Promise<number[]> {
  const document = await getDocumentProxy(await Deno.readFile(path));
  const targets = new Set<number>(); // a link on two lines is there twice
  for (const { dest } of await (await document.getPage(1)).getAnnotations()) {
    const place = typeof dest === "string" ? await document.getDestination(dest) : dest;
    targets.add(await document.getPageIndex(place[0]));
  }
  return [...targets].sort((a, b) => a - b);
}

/** Fails unless the contents have each figure's page, and lead there. */
async function checkBooklet(folder: string, notebooks: readonly Notebook[]): Promise<void> {
  const pages = await pagesOf(`${folder}/booklet.pdf`);
  assertEquals(pages.length, 1 + 2 * notebooks.length);
  for (const [i, { path, figure }] of notebooks.entries()) {
    const title = plainText(partsOf(await readNotebook(path)).title).replace(/\s/g, "");
    const row = pages[0]!.slice(pages[0]!.indexOf(`Figure${figure}${title}`));
    assert(row.startsWith("Figure"), `figure ${figure} is not in the contents`);
    const first = 1 + 2 * i;
    assert(pages[first]!.startsWith(`${first + 1}Figure${figure}${title}`), `page of ${figure}`);
    const [, number] = /supported(\d+)/.exec(row)!;
    assertEquals(Number(number), first + 1, `figure ${figure} in the contents`);
  }
  const targets = await linkTargets(`${folder}/booklet.pdf`);
  assertEquals(targets, notebooks.map((_, i) => 1 + 2 * i));
}

for (const paper of ["a4", "letter"] as const) {
  Deno.test({
    name: `each figure has two sides of ${paper}, with nothing cut, and the booklet leads to them`,
    ignore,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const out = await Deno.makeTempDir();
      const notebooks = await catalogue();
      const { code, errors } = await handout(["--pdf", "--paper", paper, "--out", out]);
      assertEquals([code, errors], [0, ""]);
      const folder = `${out}/handouts`;
      for (const notebook of notebooks) await checkHandout(notebook, folder);
      await checkBooklet(folder, notebooks);
      const profile = await Deno.makeTempDir();
      const browser = await startChromium(findChromium()!, profile);
      try {
        await checkWidths(browser, folder, notebooks, contentWidth[paper]);
      } finally {
        await browser.close();
      }
    },
  });
}

Deno.test("without Chromium, --pdf writes the pages, and ends with one line and code 2", async () => {
  const out = await Deno.makeTempDir();
  const nowhere = { PATH: "", CHROMIUM_PATH: "" };
  const { code, errors } = await handout(["20.3", "--pdf", "--out", out], nowhere);
  assertEquals(code, 2);
  assert(errors.startsWith("PDFs need Chromium or Chrome, and none was found."), errors);
  assertEquals(errors.trim().split("\n").length, 1);
  const written = (await Array.fromAsync(Deno.readDir(`${out}/handouts`))).map(({ name }) => name);
  assertEquals(written.toSorted(), ["20_03_overparameterization.html", "booklet.html"]);
});

Deno.test("task handout prefers a figure that was finished in the folder", async () => {
  const out = await Deno.makeTempDir();
  const [notebook] = (await catalogue()).filter(({ figure }) => figure === "20.3");
  const committed = await Deno.readTextFile(notebook!.path);
  await Deno.mkdir(`${out}/${notebook!.stem}`);
  const own = committed.replace("How many parameters", "How many own parameters");
  assert(own !== committed);
  await Deno.writeTextFile(`${out}/${notebook!.stem}/notebook.ipynb`, own);
  await handout(["20.3", "--out", out, "--site", "https://example.org/a"]);
  const page = await Deno.readTextFile(`${out}/handouts/${notebook!.stem}.html`);
  assert(page.includes("own parameters"));
  assert(page.includes(`https://example.org/a/${notebook!.stem}/`));
});
