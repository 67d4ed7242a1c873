import css from "./page.css" with { type: "text" };
import print from "./print.css" with { type: "text" };
import { darkColors } from "../notebook/theme.ts";
import { escapeHtml } from "../notebook/display.ts";

/** The colors of charts on a dark page, as rules that go before the charts' own attributes. */
function darkRules(): string {
  const rules = Object.entries(darkColors).flatMap(([light, dark]) => [
    `.adapts [fill="${light}"] { fill: ${dark} }`,
    `.adapts [stroke="${light}"] { stroke: ${dark} }`,
    `.adapts [color="${light}"] { color: ${dark} }`,
  ]);
  return `@media screen and (prefers-color-scheme: dark) {\n${rules.join("\n")}\n}\n`;
}

/** A whole page with its style sheet; it asks for no other file and runs no script. */
export function htmlDocument(
  { title, head = "", body }: { title: string; head?: string; body: string },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${css}${print}${darkRules()}</style>
${head}</head>
<body>
${body}
</body>
</html>
`;
}

/** A link of a page. */
export interface Link {
  /** Where it leads to. */
  readonly address: string;
  /** What is read. */
  readonly text: string;
  /** Name under which the file is saved rather than opened; without, it is opened. */
  readonly download?: string;
}

/** A link as HTML. */
export function linkHtml({ address, text, download }: Link): string {
  const save = download === undefined ? "" : ` download="${escapeHtml(download)}"`;
  return `<a href="${escapeHtml(address)}"${save}>${escapeHtml(text)}</a>`;
}
