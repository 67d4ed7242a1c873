// @ts-types="./highlight_core.d.ts"
import hljs from "highlight.js/lib/core";
// @ts-types="./highlight_grammar.d.ts"
import typescript from "highlight.js/lib/languages/typescript";
import MarkdownIt from "markdown-it";

hljs.registerLanguage("typescript", typescript);

/** Markdown without HTML, which is shown as it is written, and without images: they load. */
const renderer = new MarkdownIt({ html: false }).disable("image");

/** Tables have column headings that say so. */
renderer.renderer.rules.th_open = () => '<th scope="col">';

/**
 * Renders Markdown as HTML; tags in it are shown as text, and links to scripts are no links.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { markdown } from "lib/page/markdown.ts";
 *
 * assertEquals(markdown("1 <b> _two_"), "<p>1 &lt;b&gt; <em>two</em></p>\n");
 * ```
 */
export function markdown(source: string): string {
  return renderer.render(source);
}

/** Renders a line of Markdown, such as a heading's, without a paragraph around it. */
export function inlineMarkdown(source: string): string {
  return renderer.renderInline(source);
}

/** A line of Markdown without its marks, as plain text. */
export function plainText(source: string): string {
  const [inline] = renderer.parseInline(source, {});
  return (inline?.children ?? []).map(({ content }) => content).join("");
}

/** A block of a Markdown text, such as a heading or a paragraph. */
export interface Block {
  /** `"heading"`, `"paragraph"`, `"blockquote"`, `"bullet_list"` and so on. */
  readonly kind: string;
  /** Level of a heading, 1 to 6; 0 for other blocks. */
  readonly level: number;
  /** Its Markdown; of a heading without the marks in front. */
  readonly source: string;
}

/** The blocks of a Markdown text, in order. */
export function blocks(source: string): Block[] {
  const tokens = renderer.parse(source, {});
  const lines = source.split("\n");
  const found: Block[] = [];
  for (const [i, { type, tag, map, level, nesting }] of tokens.entries()) {
    if (level > 0 || nesting < 0 || map === null) continue;
    const kind = type.replace("_open", "");
    const isHeading = kind === "heading";
    found.push({
      kind,
      level: isHeading ? Number(tag.slice(1)) : 0,
      source: isHeading ? tokens[i + 1]!.content : lines.slice(map[0], map[1]).join("\n"),
    });
  }
  return found;
}

/**
 * The items of the ordered list that a Markdown text has, each as HTML; none if it has no such list.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { orderedItems } from "lib/page/markdown.ts";
 *
 * assertEquals(orderedItems("Two:\n\n1. _One_\n2. Two"), ["<em>One</em>", "Two"]);
 * ```
 */
export function orderedItems(source: string): string[] {
  const tokens = renderer.parse(source, {});
  const isOuter = (name: string) => ({ type, level }: { type: string; level: number }): boolean =>
    type === name && level === 0;
  const start = tokens.findIndex(isOuter("ordered_list_open"));
  const end = tokens.findIndex(isOuter("ordered_list_close"));
  const items: string[] = [];
  let first = start;
  for (let i = start + 1; i < end; i++) {
    const { type, level } = tokens[i]!;
    if (level !== 1) continue; // inside of an item
    if (type === "list_item_open") first = i + 1;
    else items.push(renderer.renderer.render(tokens.slice(first, i), renderer.options, {}).trim());
  }
  return items;
}

/** TypeScript as HTML, with the classes of highlight.js on its words. */
export function highlighted(code: string): string {
  const { value } = hljs.highlight(code, { language: "typescript" });
  return `<pre><code>${value}</code></pre>`;
}
