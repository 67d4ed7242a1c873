import { assert, assertEquals } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import type { JudgedClaim } from "lib/notebook/judge.ts";
import { facts, type NotebookFile, outputs } from "lib/notebook/notebook_file.ts";
import { readNotebook, text } from "lib/notebook/notebook_file.ts";
import { notebookPage } from "lib/page/notebook_page.ts";
import { type Element, parsePage, texts } from "./html.ts";

/** The headings below the title, without the marks of Markdown. */
function headings(notebook: NotebookFile): string[] {
  const sources = notebook.cells.filter(({ cell_type }) => cell_type === "markdown");
  return sources.flatMap(({ source }) =>
    [...text(source).matchAll(/^#{2,6} (.*)$/gm)].map(([, heading]) =>
      heading!.replaceAll(/[*`]|\b_|_\b/g, "")
    )
  );
}

function checkClaims(document: Element, claims: readonly JudgedClaim[]): void {
  const table = document.querySelector(".verdicts");
  const rows = [...table?.querySelectorAll("tbody tr") ?? []];
  assertEquals(rows.length, claims.length);
  for (const [i, { statement, verdict, measured, threshold, reason = "" }] of claims.entries()) {
    const row = rows[i]!.textContent;
    for (const part of [statement, verdict, measured, threshold, reason]) {
      assert(row.includes(part), `"${part}" is not in "${row}"`);
    }
  }
}

/** Checks what holds of every page: its headings, no script, nothing from elsewhere. */
function checkForm(document: Element): void {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ localName }) =>
    Number(localName.slice(1))
  );
  assertEquals(levels.filter((level) => level === 1).length, 1);
  assertEquals(levels[0], 1);
  for (const [i, level] of levels.entries()) {
    assert(i === 0 || level <= levels[i - 1]! + 1, `levels of headings: ${levels}`);
  }
  assertEquals(document.querySelectorAll("script, link, iframe").length, 0);
  for (const element of document.querySelectorAll("[src], image, use")) {
    const address = element.getAttribute("src") ?? element.getAttribute("href") ?? "";
    assert(/^(data:image\/|#)/.test(address), address.slice(0, 80));
  }
  for (const style of texts(document, "style")) assert(!/@import|url\(/.test(style));
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.getAttribute("id"));
  assertEquals(new Set(ids).size, ids.length, "two elements have the same id");
}

for (const { figure, path } of await catalogue()) {
  Deno.test(`the page of figure ${figure} has all of its notebook`, async () => {
    const notebook = await readNotebook(path);
    const document = parsePage(notebookPage(notebook, {}));
    checkForm(document);
    checkClaims(document, facts(notebook).claims as JudgedClaim[]);
    const shown = texts(document, "h2, h3, h4, h5");
    for (const heading of headings(notebook)) {
      assert(shown.includes(heading), `"${heading}" is not among ${JSON.stringify(shown)}`);
    }
    const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
    const places = [...document.querySelectorAll("[data-cell]")].map((place) =>
      place.getAttribute("data-cell")!
    );
    assertEquals(places.toSorted(), code.map(({ id }) => id!).toSorted());
    const pictures = outputs(notebook).filter(({ data }) => data?.["image/png"] !== undefined);
    const names = [...document.querySelectorAll('figure [role="img"]')].map((picture) =>
      picture.getAttribute("aria-label")!
    );
    assertEquals(names.length, pictures.length);
    for (const [i, { data }] of pictures.entries()) {
      assert(text(data!["text/plain"]).startsWith(names[i]!), names[i]);
    }
  });
}
