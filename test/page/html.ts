import { parseHTML } from "linkedom";

/** The part of a document and of its elements that the tests read. */
export interface Element {
  readonly localName: string;
  readonly textContent: string;
  readonly outerHTML: string;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): readonly Element[];
  getAttribute(name: string): string | null;
}

/** Parses a page. */
export function parsePage(html: string): Element {
  return (parseHTML(html) as unknown as { document: Element }).document;
}

/** The texts of the elements that a selector finds, with single spaces. */
export function texts(document: Element, selector: string): string[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) =>
    textContent.replace(/\s+/g, " ").trim()
  );
}

/** A cell of Markdown. */
export function markdownCell(source: string) {
  return { cell_type: "markdown", id: crypto.randomUUID(), metadata: {}, source };
}

/** A cell of code with its outputs. */
export function codeCell(id: string, source: string, ...outputs: Record<string, unknown>[]) {
  const shown = outputs.map((data) => ({ output_type: "display_data", data, metadata: {} }));
  return { cell_type: "code", id, metadata: {}, source, outputs: shown, execution_count: 1 };
}

/** A claim with its verdict. */
export function claim(id: string, verdict: "supported" | "not supported" | "not tested") {
  return {
    id,
    kind: "statement" as const,
    statement: `Statement ${id}.`,
    measured: `measured ${id}`,
    threshold: `threshold ${id}`,
    verdict,
    expected: verdict,
    reason: undefined,
    values: undefined,
  };
}
