import { textWidth } from "./text_width.ts";

/** A drawing with its size in pixels. */
export interface Block {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** SVG elements, with the upper left corner at the origin. */
  readonly markup: string;
}

/** Pixels between blocks that stand one below the other. */
export const gap = 8;

/** Escapes a text for use in SVG. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] as string);

/** A line of text. */
export function textBlock(text: string, size: number, weight: string): Block {
  const attributes = `y="${size}" font-size="${size}" font-weight="${weight}" text-anchor="start"`;
  return {
    width: textWidth(text, size, weight),
    height: Math.ceil(size * 1.35),
    markup: `<text ${attributes}>${escapeText(text)}</text>`,
  };
}

/** The markup of a block, moved to a place. */
export const translated = (block: Block, x: number, y: number): string =>
  x === 0 && y === 0 ? block.markup : `<g transform="translate(${x},${y})">${block.markup}</g>`;

/** Blocks side by side, each in the middle of the height. */
export function row(blocks: Block[], spacing: number): Block {
  const height = Math.max(0, ...blocks.map((block) => block.height));
  let width = 0;
  let markup = "";
  for (const block of blocks) {
    markup += translated(block, width, (height - block.height) / 2);
    width += block.width + spacing;
  }
  return { width: width - spacing, height, markup };
}

/** Blocks one below the other; nothing where there is none. */
export function column(blocks: Block[]): Block {
  let height = 0;
  let markup = "";
  for (const block of blocks) {
    markup += translated(block, 0, height);
    height += block.height + gap;
  }
  const width = Math.max(0, ...blocks.map((block) => block.width));
  return { width, height: Math.max(0, height - gap), markup };
}

/** What stands above the first chart of a panel, and all the rest of it. */
export interface Panel {
  /** Title, subtitle and legend of the first chart. */
  readonly head: Block;
  /** The charts. */
  readonly body: Block;
}

/**
 * Panels side by side: their heads begin at the top, their last axes stand on one line. Each is an
 * `<svg data-panel>`, so that a page can take them apart.
 */
export function sideBySide(panels: Panel[]): Block {
  const below = (head: Block): number => head.height === 0 ? 0 : head.height + gap;
  const height = Math.max(...panels.map(({ head, body }) => below(head) + body.height));
  let width = 0;
  let markup = "";
  for (const { head, body } of panels) {
    const own = Math.max(head.width, body.width);
    const place = `x="${width}" width="${own}" height="${height}" overflow="visible"`;
    const parts = translated(head, 0, 0) + translated(body, 0, height - body.height);
    markup += `<svg data-panel="" ${place}>${parts}</svg>`;
    width += own + 2 * gap;
  }
  return { width: width - 2 * gap, height, markup };
}
