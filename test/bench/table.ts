/**
 * The two forms of the result: lines of text as they come, and the table of the README.
 *
 * @module
 */
import type { Row } from "./measure.ts";
import { type Peer, peers } from "./peers.ts";
import type { FoundPeer } from "./side.ts";

/** The columns of the text, with their widths. */
const columns: readonly (readonly [string, number])[] = [
  ["loop", 22],
  ["figure", 14],
  ["cores", 5],
  ["ms", 9],
  ...peers.map(({ name }) => [`${name} ms`, 14] as const),
  ["ratio", 6],
  ["of GEMM", 8],
  ["MB", 6],
  ...peers.map(({ name }) => [`${name} MB`, 10] as const),
];

function line(texts: readonly string[]): string {
  return texts.map((text, i) => {
    const width = columns[i]![1];
    return i < 2 ? text.padEnd(width) : text.padStart(width);
  }).join(" ");
}

function number(x: number | null | undefined, digits: number): string {
  return x?.toFixed(digits) ?? "–";
}

function percent(share: number): string {
  return `${number(100 * share, 0)} %`;
}

function timeOf(row: Row, peer: Peer) {
  return row.peers.find(({ name }) => name === peer.name);
}

/** The line with the names of the columns. */
export function headLine(): string {
  return line(columns.map(([name]) => name));
}

/** The line of a row; a peer that is not installed says so, and one without the loop has none. */
export function rowLine(row: Row, found: readonly FoundPeer[]): string {
  const isFound = (one: Peer): boolean => found.some(({ peer }) => peer === one);
  return line([
    row.name,
    row.figure,
    String(row.cores),
    number(row.oursMs, 2),
    ...peers.map((peer) => isFound(peer) ? number(timeOf(row, peer)?.ms, 2) : "not installed"),
    number(row.ratio, 2),
    percent(row.ceilingShare),
    number(row.peakMb, 0),
    ...peers.map((peer) => number(timeOf(row, peer)?.peakMb, 0)),
  ]);
}

/** The rows of all loops as the README has them, in Markdown; times are one core / two cores. */
export function markdown(rows: readonly Row[]): string {
  const names = peers.map(({ name }) => `${name}, ms`);
  const heads = ["Loop", "Figure", "One core", "Two cores", "Here, ms", ...names, "Share of GEMM"];
  const lines = [heads, heads.map((_, i) => i < 2 ? ":--" : "--:")];
  for (const one of rows.filter(({ cores, figure }) => cores === 1 && figure !== "")) {
    const two = rows.find(({ name, cores }) => name === one.name && cores === 2)!;
    const both = (of: (row: Row) => number | undefined): string => {
      const times = [one, two].map((row) => number(of(row), 1));
      return times[0] === "–" ? "–" : times.join(" / ");
    };
    lines.push([
      one.name,
      one.figure,
      number(one.ratio, 2),
      number(two.ratio, 2),
      both((row) => row.oursMs),
      ...peers.map((peer) => both((row) => timeOf(row, peer)?.ms)),
      percent(one.ceilingShare),
    ]);
  }
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
