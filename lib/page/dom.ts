import { DOMParser, parseHTML } from "linkedom";

/** The parts of a DOM element that the pages use. */
export interface Element {
  readonly localName: string;
  readonly textContent: string;
  readonly innerHTML: string;
  readonly outerHTML: string;
  readonly children: Iterable<Element>;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  remove(): void;
}

/** Elements that run, load or restyle something. */
const active = "script, style, link, meta, base, iframe, object, embed, form, foreignObject";

/** Whether an attribute runs nothing and loads nothing. */
function isHarmless({ name, value }: { name: string; value: string }): boolean {
  if (name.startsWith("on") || name === "srcset") return false;
  if (/url\((?!#)/.test(value)) return false;
  const isAddress = /^(xlink:)?href$|^src$|^action$|^poster$/.test(name);
  return !isAddress || /^(#|data:image\/|https?:\/\/)/.test(value);
}

/** Removes from an element what would run or load something; a link may lead elsewhere. */
function disarm(root: Element): Element {
  for (const element of root.querySelectorAll(active)) element.remove();
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const isLink = element.localName === "a";
    for (const attribute of [...element.attributes]) {
      const loads = !isLink && /^https?:/.test(attribute.value) && attribute.name !== "xmlns";
      if (loads || !isHarmless(attribute)) element.removeAttribute(attribute.name);
    }
  }
  return root;
}

/** An HTML fragment as the body that has it, without what would run or load something. */
export function parseFragment(html: string): Element {
  const page: unknown = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  return disarm((page as { document: { body: Element } }).document.body);
}

/** An SVG document's root, without what would run or load something. */
export function parseSvg(svg: string): Element {
  const document: unknown = new DOMParser().parseFromString(svg, "image/svg+xml");
  return disarm((document as { documentElement: Element }).documentElement);
}
