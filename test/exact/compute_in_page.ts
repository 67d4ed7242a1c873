import { elementaryValues } from "./elementary_values.ts";
import { canonical } from "lib/sweep/encoding.ts";
import { siteAddress } from "lib/web/address.ts";
import { computeTasks } from "lib/web/pool.ts";

const deaf = { onNews() {}, onResult() {} };

/**
 * The results of a run in a page, as `canonical()` writes them.
 *
 * @param experiments Name of the script with the functions of the notebook's sweeps.
 */
export async function writtenResults(
  experiments: string,
  sweep: string,
  points: readonly object[],
): Promise<string> {
  const module = siteAddress(`js/${experiments}`);
  const tasks = points.map((point) => ({ module, sweep, point }));
  return canonical(await computeTasks(tasks, deaf, points.length).results);
}

/** The values of the elementary functions in a page. */
export function writtenValues(): string {
  return canonical(elementaryValues());
}
