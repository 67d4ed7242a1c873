import { parseSvg } from "./dom.ts";
import type { Parts, Section } from "./parts.ts";
import { pictureFile } from "./picture.ts";
import type { JudgedClaim } from "../notebook/judge.ts";
import { type Cell, text } from "../notebook/notebook_file.ts";

/** How the parts of a handout are laid on its two sides. */
export interface Layout {
  /** Whether what to notice stands in front, below the pictures, or else at the top of the back. */
  readonly hasNotesInFront: boolean;
  /** Whether all text is set smaller. */
  readonly isDense: boolean;
}

/** What stands below the pictures and captions of a handout. */
export interface Lower {
  /** What to notice. */
  readonly notes: readonly Section[];
  /** The claims that are shown. */
  readonly claims: readonly JudgedClaim[];
  /** The exercises. */
  readonly exercises: readonly Section[];
}

/** Millimeters of a side that can be printed on: of Letter, the shorter paper. */
const sideHeight = 257;

/** Millimeters that a character of running text adds, and one of the table. */
const ofText = 0.04;
const ofTable = 0.048;

/** Millimeters that a pixel of a picture's height adds, as small as it is printed. */
const ofPicture = 0.16;

/** Millimeters of headings and margins in front, and of the room to answer and the last line behind. */
const inFront = 35;
const behind = 76;

/** What denser text needs of the height of usual text. */
const ofDense = 0.81;

function length(items: Section["items"]): number {
  const lengths = items.map((item) => typeof item === "string" ? item.length : 0);
  return lengths.reduce((sum, one) => sum + one, 0);
}

/** Height of a cell's pictures as drawn, in pixels. */
function drawnHeight({ outputs = [] }: Cell): number {
  const files = outputs.map(({ data }) => pictureFile(text(data?.["text/html"])));
  const heights = files.map((file) =>
    file === undefined ? 0 : Number(parseSvg(file.svg).getAttribute("height"))
  );
  return heights.reduce((sum, height) => sum + height, 0);
}

/** Number of characters under a cell's pictures. */
function captionLength({ outputs = [] }: Cell): number {
  const captions = outputs.map(({ data }) => pictureFile(text(data?.["text/html"]))?.caption ?? "");
  return captions.join("").length;
}

function tableLength(claims: readonly JudgedClaim[]): number {
  const texts = claims.flatMap((
    { statement, measured, threshold, reason = "" },
  ) => [statement, measured, threshold, reason]);
  return texts.join("").length;
}

/** Number of characters of sections. */
function textLength(sections: readonly Section[]): number {
  return sections.reduce((sum, { items }) => sum + length(items), 0);
}

/** Millimeters that the parts of a handout are likely to need. */
interface Heights {
  /** Question, pictures and captions. */
  readonly front: number;
  /** What to notice. */
  readonly notes: number;
  /** Table and exercises. */
  readonly back: number;
}

function heightsOf(
  { question, caption, pictures }: Parts,
  { notes, exercises, claims }: Lower,
  ofUsual: number,
): Heights {
  const words = pictures.map(({ cell, texts }) => length(texts) + captionLength(cell));
  const above = words.reduce((sum, one) => sum + one, question.length + caption.length);
  const drawn = pictures.reduce((sum, { cell }) => sum + drawnHeight(cell), 0);
  const below = ofTable * tableLength(claims) + ofText * textLength(exercises);
  return {
    front: inFront + ofPicture * drawn + ofUsual * ofText * above,
    notes: ofUsual * ofText * textLength(notes),
    back: behind + ofUsual * below,
  };
}

/** Where what to notice has its place: in front if it fits there. */
function place({ front, notes, back }: Heights): { isInFront: boolean; fits: boolean } {
  const isInFront = front + notes < sideHeight;
  const fuller = isInFront ? Math.max(front + notes, back) : Math.max(front, back + notes);
  return { isInFront, fits: fuller < sideHeight };
}

/**
 * Chooses the layout of a handout by the lengths of its texts and the heights of its pictures, so
 * that it has two sides on A4 and on Letter.
 */
export function layoutOf(parts: Parts, lower: Lower): Layout {
  const usual = place(heightsOf(parts, lower, 1));
  if (usual.fits) return { isDense: false, hasNotesInFront: usual.isInFront };
  const dense = place(heightsOf(parts, lower, ofDense));
  return { isDense: true, hasNotesInFront: dense.isInFront };
}
