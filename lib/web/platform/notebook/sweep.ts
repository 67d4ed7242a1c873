import { host } from "../../host.ts";

/**
 * Has the host run a sweep: it knows the function by the sweep's name. Returns a row for each point:
 * its fields, and those of its result. Stands for `lib/notebook/sweep.ts` in a browser.
 */
export async function sweep(
  points: readonly object[],
  _experiment: unknown,
  { name }: { readonly name: string },
): Promise<object[]> {
  const results = await host().sweep(name, points);
  return results.map((result, i) => ({ ...points[i], ...result }));
}
