import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { type Paper, papers } from "../page/handout_page.ts";
import { parseArguments } from "./parse_arguments.ts";

/** What `--help` prints. */
export const usage = `Writes a handout of two sides for each figure, and a booklet of all, from the
figures that \`deno task figures\` has finished, and from the committed ones where it has not.

Usage: deno task handout [FIGURE ...] [options]

  FIGURE          numbers such as 20.2 20.3; all by default
  --pdf           also prints them as PDF, with Chromium
  --paper PAPER   a4 (the default) or letter
  --answers       writes copies with the solutions of the exercises
  --code          adds the code
  --slides        also writes each chart for slides: SVG and PNG, light and dark, transparent
  --site ADDRESS  address of the published site, which the handouts then name
  --out DIR       folder of the figures; by default out. The handouts are in its folder handouts
  --help          shows this text
`;

/** The options of the command line. */
export interface HandoutCommand {
  /** Numbers of figures; all if empty. */
  readonly figures: readonly string[];
  /** Whether PDFs are made. */
  readonly pdf: boolean;
  /** Size of the paper. */
  readonly paper: Paper;
  /** Whether solutions take the place of the room to answer. */
  readonly answers: boolean;
  /** Whether the code is added. */
  readonly code: boolean;
  /** Whether slides are made. */
  readonly slides: boolean;
  /** Address of the published site, with a slash at its end; undefined if there is none. */
  readonly site: URL | undefined;
  /** Folder of the figures. */
  readonly out: string;
}

function asPaper(name: string): Paper {
  const paper = papers.find((one) => one === name.toLowerCase());
  if (paper !== undefined) return paper;
  throw new UserError(`There is no paper "${name}".`, `Choose ${papers.join(" or ")}.`);
}

function asSite(address: string | undefined): URL | undefined {
  if (address === undefined) return undefined;
  const site = URL.parse(address.endsWith("/") ? address : `${address}/`);
  if (site !== null && /^https?:$/.test(site.protocol)) return site;
  throw new UserError(
    `--site needs an address such as https://example.org/figures, not "${address}".`,
    "Leave it out for addresses that are relative.",
  );
}

/**
 * Parses the command line; undefined if it asks for help.
 *
 * @throws {UserError} If an option is unknown or its value is invalid.
 */
export function parseOptions(args: string[]): HandoutCommand | undefined {
  const { values, positionals } = parseArguments("handout", {
    args,
    allowPositionals: true,
    options: {
      pdf: { type: "boolean", default: false },
      paper: { type: "string", default: "a4" },
      answers: { type: "boolean", default: false },
      code: { type: "boolean", default: false },
      slides: { type: "boolean", default: false },
      site: { type: "string" },
      out: { type: "string", default: "out" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const { pdf, answers, code, slides } = values;
  if (values.out === "") {
    throw new UserError("--out needs the name of a folder.", "Leave it out for the folder out.");
  }
  return {
    figures: positionals,
    pdf,
    paper: asPaper(values.paper),
    answers,
    code,
    slides,
    site: asSite(values.site),
    out: resolve(projectRoot, values.out),
  };
}
