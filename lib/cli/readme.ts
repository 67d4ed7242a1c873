import { catalogue, type Notebook } from "./catalogue.ts";
import { facts, outputs, readNotebook } from "../notebook/notebook_file.ts";
import { notebooksDir } from "./catalogue.ts";
import { text, title } from "../notebook/notebook_file.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";
import { type JudgedClaim, tellingClaims } from "../notebook/judge.ts";
import { png } from "../notebook/png.ts";
import { duration } from "../notebook/progress_line.ts";

const thumbnail = ({ stem }: Notebook): string => `thumbnails/${stem}.png`;

/** Writes a notebook's thumbnail: its first figure, about 640 pixels wide. */
export async function writeThumbnail(notebook: Notebook): Promise<void> {
  const html = outputs(await readNotebook(notebook.path))
    .map(({ data }) => text(data?.["text/html"]))
    .find((html) => html.startsWith("<figure>"));
  const [, address, width] = /base64,([^"]+)" width="(\d+)"/.exec(html ?? "") ?? [];
  if (address === undefined) throw new Error(`${notebook.stem} shows no figure.`);
  const svg = new TextDecoder().decode(Uint8Array.fromBase64(address));
  await writeFileAtomic(
    `${notebooksDir}/${thumbnail(notebook)}`,
    await png(svg, 640 / Number(width)),
  );
}

/**
 * The README's table: figure, claim, picture, verdicts and time of each committed run.
 *
 * @param folder Path of the notebooks, from the file that has the table.
 */
export async function figuresTable(folder = "notebooks/"): Promise<string> {
  const rows = (await catalogue()).map(async (notebook) => {
    const file = await readNotebook(notebook.path);
    const { claims, seconds } = facts(file) as { claims: JudgedClaim[]; seconds?: number };
    const claim = title(file).replace(/^Figure [\d.]+: /, "");
    const link = `${folder}${notebook.stem}.ipynb`;
    const image = `<img src="${folder}${thumbnail(notebook)}" width="160" alt="${claim}">`;
    const telling = tellingClaims(claims);
    const supported = telling.filter(({ verdict }) => verdict === "supported").length;
    const cells = [
      `[${notebook.figure}](${link})`,
      claim,
      `[${image}](${link})`,
      `${supported} of ${telling.length}`,
      duration(seconds ?? 0),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = ["| Figure | Claim | Picture | Supported | Time |", "|:--|:--|:--|:--|:--|"];
  return [...head, ...await Promise.all(rows)].join("\n");
}

/** A README with its table, between two comments, replaced by `table`. */
export function withTable(readme: string, table: string): string {
  const [start, end] = ["<!-- deno-fmt-ignore-start -->", "<!-- deno-fmt-ignore-end -->"];
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from === -1 || to === -1) throw new Error("The README has no place for a table.");
  return `${readme.slice(0, from + start.length)}\n\n${table}\n\n${readme.slice(to)}`;
}

/** Updates the README's table from the committed notebooks. */
export async function updateReadme(): Promise<void> {
  const path = `${projectRoot}README.md`;
  await writeFileAtomic(path, withTable(await Deno.readTextFile(path), await figuresTable()));
}
