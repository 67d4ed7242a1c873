import * as Plot from "@observablehq/plot";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { factsMime, paperRunMime } from "lib/notebook/display.ts";
import type { Cell } from "lib/notebook/notebook_file.ts";
import { figureBundle } from "lib/notebook/show.ts";
import { notebookPage } from "lib/page/notebook_page.ts";
import { claim, codeCell, type Element, markdownCell, parsePage, texts } from "./html.ts";

const line = { title: "Left", width: 200, height: 120, marks: [Plot.lineY([1, 4, 9])] };
const other = { title: "Right", width: 300, height: 120, marks: [Plot.lineY([9, 4, 1])] };

/** The page of a notebook with these cells. */
function page(...cells: Cell[]): Element {
  return parsePage(notebookPage({ cells }, {}));
}

const front = markdownCell(
  "# Figure 20.0: 1 < 2 & _more_\n\n**The question.** Why?\n\n> A caption.\n>\n> — An author\n\n" +
    "**What is scaled down.** Nothing.",
);

Deno.test("notebookPage() shows the figure first, and the rest in the reader's order", async () => {
  const bundle = await figureBundle([line, other], { alt: "a line", caption: "seeds" });
  const claims = { "text/markdown": "| a |", [factsMime]: { claims: [claim("x", "supported")] } };
  const document = page(
    front,
    codeCell("c1", "setup();"),
    markdownCell("## The experiment\n\nIt runs."),
    codeCell("c2", "run();", { "text/html": "<div>done</div>" }),
    markdownCell("## The figure\n\nHow to read it."),
    codeCell("c3", "show();", bundle),
    markdownCell("## The statements of the caption"),
    codeCell("c4", "claims();", claims),
    markdownCell("## What to notice, and limits\n\n- This.\n\n## Exercises\n\n1. Do it."),
    codeCell("c5", "provenance();", { "text/markdown": "Line", [factsMime]: { scale: "quick" } }),
  );
  assertEquals(texts(document, "title"), ["Figure 20.0: 1 < 2 & more"]);
  assertEquals(texts(document, "h1"), ["1 < 2 & more"]);
  const order = [
    "header .over",
    "h1",
    ".question",
    "figure",
    ".caption",
    ".verdicts",
    ".reading ul",
    ".reading ol",
    ".computation pre",
    ".provenance",
  ];
  const html = document.querySelector("html")!.outerHTML;
  const places = order.map((selector) => html.indexOf(document.querySelector(selector)!.outerHTML));
  assert(!places.includes(-1));
  assertEquals(places, places.toSorted((a, b) => a - b));
  assertEquals(texts(document, ".question"), ["Why?"]);
  assertEquals(texts(document, ".caption"), ["A caption. — An author"]);
  assertEquals(texts(document, ".computation h2, .computation h3"), [
    "How it was computed",
    "The experiment",
    "The figure",
    "The statements of the caption",
  ]);
  assertEquals(texts(document, ".computation > p"), ["What is scaled down. Nothing.", "It runs."]);
});

Deno.test("notebookPage() gives the outputs of each code cell one place", async () => {
  const bundle = await figureBundle(line, { alt: "a line" });
  const document = page(
    front,
    codeCell("empty", "1;"),
    codeCell("chart", "2;", bundle),
    codeCell("text", "3;", { "text/plain": "a < b" }),
  );
  const places = [...document.querySelectorAll("[data-cell]")];
  assertEquals(places.map((place) => place.getAttribute("data-cell")), ["chart", "empty", "text"]);
  assertEquals(places.map((place) => place.querySelectorAll("div.panel").length), [1, 0, 0]);
  assertEquals(places.at(-1)!.textContent, "a < b");
});

Deno.test("notebookPage() folds all code, under its first line if that is a comment", () => {
  const document = page(
    markdownCell("# Title"),
    codeCell("a", "seen();"),
    codeCell("b", "// The <claims>\njudged();"),
  );
  assertEquals(texts(document, "details > summary"), ["Code", "The <claims>"]);
  assertEquals(texts(document, "details > pre"), ["seen();", "// The <claims> judged();"]);
  assertEquals(document.querySelectorAll("details[open]").length, 0);
});

Deno.test("notebookPage() folds a run at paper scale, which it knows by its data, below the claims", () => {
  const claims = [{ ...claim("x", "not supported"), reason: "too noisy" }];
  const heading = "**At length** · seed 1";
  const table = { "text/markdown": "| a |", [factsMime]: { claims: [claim("x", "supported")] } };
  const kept = { "text/markdown": "| b |", [paperRunMime]: { heading, claims } };
  const document = page(front, codeCell("c", "claims();", table, kept));
  assertEquals(texts(document, ".output details > summary"), ["At length · seed 1"]);
  assertEquals(texts(document, ".output details caption"), ["0 of 1 statement supported."]);
  assertEquals(texts(document, ".output details tbody th"), ["Statement x.too noisy"]);
  assertEquals(texts(document, ".output details .verdict"), ["✗ not supported"]);
});

Deno.test("notebookPage() takes a picture apart into its panels, and names it by its alt text", async () => {
  const bundle = await figureBundle([line, [other, other]], { alt: `"two" <panels>` });
  const document = page(front, codeCell("c", "show();", bundle));
  const panels = [...document.querySelectorAll("div.panel")];
  assertEquals(panels.map((panel) => texts(panel, "text").includes("Left")), [true, false]);
  assertEquals(panels.map((panel) => panel.querySelectorAll("svg svg").length), [1, 2]);
  const picture = document.querySelector('[role="img"]')!;
  assertEquals(picture.getAttribute("aria-label"), `"two" <panels>`);
  assertEquals(picture.querySelectorAll("[aria-label]").length, 0);
});

Deno.test("notebookPage() keeps the ids of two pictures apart", async () => {
  const clipped = {
    width: 200,
    height: 120,
    x: { domain: [0, 1] },
    marks: [Plot.lineY([1, 4, 9], { clip: true })],
  };
  const bundle = await figureBundle(clipped, { alt: "clipped" });
  const document = page(front, codeCell("a", "1;", bundle), codeCell("b", "2;", bundle));
  const ids = [...document.querySelectorAll("clipPath")].map((some) => some.getAttribute("id")!);
  assertEquals(ids.length, 2);
  assertEquals(new Set(ids).size, 2);
  const users = [...document.querySelectorAll("[clip-path]")];
  assertEquals(users.map((some) => some.getAttribute("clip-path")), ids.map((id) => `url(#${id})`));
});

Deno.test("notebookPage() lets no cell and no output run or load anything", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g onload="a()"/>` +
    `<script>b()</script><image href="http://x.org/a.png"/><a href="javascript:c()">d</a></svg>`;
  const address = `data:image/svg+xml;base64,${btoa(svg)}`;
  const figure = `<figure><img alt="p" src="${address}" width="9"></figure>`;
  const html = `<div onclick="i()" style="background:url(http://x.org/j)">k<script>l()</script>` +
    `<img src="http://x.org/m.png"><iframe src="http://x.org"></iframe></div>`;
  const document = page(
    markdownCell("# T\n\n<script>e()</script> [f](javascript:g()) ![h](http://x.org/h.png)"),
    codeCell("a", "1;", { "text/html": figure }),
    codeCell("b", "2;", { "text/html": html }),
  );
  assertEquals(texts(document, "[data-cell=b]"), ["k"]);
  const active = "script, iframe, link, [onclick], [onload], [style*=http]";
  assertEquals([...document.querySelectorAll(active)].map(({ outerHTML }) => outerHTML), []);
  for (const element of document.querySelectorAll("[src], image")) {
    const addresses = ["src", "href"].map((name) => element.getAttribute(name) ?? "");
    assert(!addresses.join().includes("http"), element.outerHTML);
  }
  for (const link of document.querySelectorAll("a")) {
    assert(!link.getAttribute("href")?.startsWith("javascript"), link.outerHTML);
  }
  const shown = document.querySelector(".computation")!.textContent;
  assertStringIncludes(shown, "<script>e()</script>");
});

Deno.test("notebookPage() has a failed cell's error, and says so on top", () => {
  const error = { output_type: "error", ename: "Error", evalue: "\x1b[31mno <more>" };
  const failed = { cell_type: "code", id: "a", metadata: {}, source: "f();", outputs: [error] };
  const document = page(front, failed);
  assertEquals(texts(document, "main > p.failed"), ["A cell failed (Error): see below."]);
  assertEquals(texts(document, "[data-cell=a]"), ["Error: no <more>"]);
});

Deno.test("notebookPage() has what the options add, at its place", () => {
  const html = notebookPage({ cells: [front] }, {
    gallery: { address: "../index.html", text: "All figures" },
    next: { address: "../20_01/index.html", text: "Figure 20.1" },
    files: [{ address: "figure-1.svg", text: "figure-1.svg" }],
    live: '<div id="live"></div>',
    head: '<meta name="x" content="y">',
  });
  const document = parsePage(html);
  assertEquals(document.querySelectorAll('head meta[name="x"]').length, 1);
  const links = ["All figures", "Figure 20.1 →"];
  assertEquals(texts(document, "nav a"), [...links, ...links]);
  assertEquals(document.querySelector(".files a")!.getAttribute("href"), "figure-1.svg");
  assert(html.indexOf('class="question"') < html.indexOf('id="live"'));
  assert(html.indexOf('id="live"') < html.indexOf('class="caption"'));
});
