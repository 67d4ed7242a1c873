import { assert, assertEquals } from "@std/assert";
import { type GalleryEntry, galleryPage } from "lib/page/gallery_page.ts";
import { claim, markdownCell, parsePage, texts } from "./html.ts";

/** A figure whose run ended with these verdicts; without a page if it ended with an error. */
function entry(
  figure: string,
  verdicts: readonly ("supported" | "not supported")[],
  error?: string,
): GalleryEntry {
  const source = `# Figure ${figure}: Claim ${figure}\n\n**The question.** Why ${figure}?`;
  const claims = verdicts.map((verdict, i) => claim(`${figure}-${i}`, verdict));
  const result = { claims, seconds: 61, backend: "BLAS <1>" };
  return {
    stem: `20_${figure}`,
    notebook: { cells: [markdownCell(source)] },
    hasPage: error === undefined,
    state: "done",
    result: error === undefined ? result : Object.assign(result, { error }),
  };
}

const waiting = {
  stem: "20_99",
  notebook: { cells: [markdownCell("# Figure 20.99: Later")] },
  hasPage: false,
  state: "running",
  result: undefined,
};
const two = [entry("20.1", ["supported", "not supported"]), entry("20.2", ["supported"])];

Deno.test("galleryPage() begins with an index, and has all claims and times", () => {
  const document = parsePage(galleryPage(two, { scale: "quick" }));
  assertEquals(texts(document, ".index .soft"), [
    "1 of 2 statements supported",
    "1 of 1 statement supported",
  ]);
  assertEquals(texts(document, "h2"), ["Claim 20.1", "Claim 20.2", "The runs"]);
  assertEquals(texts(document, ".verdicts tbody th"), [
    "Statement 20.1-0.",
    "Statement 20.1-1.",
    "Statement 20.2-0.",
  ]);
  const links = [...document.querySelectorAll(".index a")].map((a) => a.getAttribute("href")!);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.getAttribute("id"));
  assertEquals(links.length, 2);
  for (const link of links) assert(ids.includes(link.slice(1)), `${link} leads nowhere`);
  assertEquals(texts(document, ".runs tbody th"), ["Figure 20.1", "Figure 20.2"]);
  assertEquals(texts(document, ".runs tbody tr:first-child td"), ["1 min 1 s", "BLAS <1>"]);
});

Deno.test("galleryPage() marks what its filter hides: figures with every claim supported", () => {
  const document = parsePage(galleryPage(two, { scale: "quick" }));
  assertEquals(texts(document, "li:not(.all-supported) .over"), ["Figure 20.1"]);
  assertEquals(texts(document, "section:not(.all-supported) > .over"), ["Figure 20.1"]);
  assertEquals(document.querySelectorAll("input#unsupported").length, 1);
});

Deno.test("galleryPage() reloads itself until all is done", () => {
  const going = parsePage(galleryPage([two[0]!, waiting], { scale: "quick" }));
  assertEquals(going.querySelectorAll("meta[http-equiv=refresh]").length, 1);
  assert(texts(going, "main > p")[0]!.endsWith("at quick scale, 1 of 2 notebooks done."));
  assertEquals(texts(going, ".index .soft")[1], "running …");
  const done = parsePage(galleryPage(two, { scale: "quick" }));
  assertEquals(done.querySelectorAll("meta[http-equiv=refresh], script, link").length, 0);
});

Deno.test("galleryPage() leads to the page on the reader's own networks, where there is one", () => {
  const links = (hasOwn: boolean): string[] =>
    texts(parsePage(galleryPage(two, { scale: "quick", hasOwn })), ".own a");
  assertEquals(links(true), ["Your own data, your own network"]);
  assertEquals(links(false), []);
});

Deno.test("galleryPage() shows why a notebook failed, without links to what is not there", () => {
  const document = parsePage(galleryPage([entry("20.1", [], "<gone>")], { scale: "quick" }));
  assertEquals(texts(document, "pre.failed"), ["<gone>"]);
  assertEquals(texts(document, ".files a"), ["result.json"]);
  assertEquals(document.querySelectorAll("img").length, 0);
});
