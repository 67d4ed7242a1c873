import { panelHtml } from "../panel/html.ts";
import type { Panel } from "../panel/panel.ts";
import type { StoredRuns } from "../stored.ts";
import { projectRoot } from "../../files.ts";
import { decode, encode } from "../../sweep/encoding.ts";

/**
 * The part of a figure's file names that stands for its number.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { keyOf } from "lib/web/build/panels.ts";
 *
 * assertEquals(keyOf({ stem: "20_13_grokking" }), "20_13");
 * ```
 */
export function keyOf({ stem }: { readonly stem: string }): string {
  return /^\d+_\d+/.exec(stem)![0];
}

/** Path of the module of a figure's panel; undefined if it has none. */
export function panelPath(key: string): string | undefined {
  const path = `${projectRoot}lib/web/panels/${key}.ts`;
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The panel of a figure; undefined if it has none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadPanel } from "lib/web/build/panels.ts";
 *
 * assertEquals((await loadPanel("20_13"))!.sweep, "fig-20-13");
 * assertEquals(await loadPanel("20_99"), undefined);
 * ```
 */
export async function loadPanel(key: string): Promise<Panel | undefined> {
  if (panelPath(key) === undefined) return undefined;
  const { panel } = await import(`../panels/${key}.ts`) as { panel: Panel };
  return panel;
}

/**
 * The HTML of a panel, with the points that it starts with.
 *
 * @param runs Text of the `runs.json` of its notebook.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { loadPanel, panelWithPoints } from "lib/web/build/panels.ts";
 *
 * const sweeps = [{ name: "fig-20-13", points: [{ alpha: 1 }], results: [{}] }];
 * const html = panelWithPoints((await loadPanel("20_13"))!, JSON.stringify({ sweeps }));
 * assertStringIncludes(html, 'id="points">[{"alpha":1}]</script>');
 * ```
 */
export function panelWithPoints(panel: Panel, runs: string): string {
  const { sweeps } = decode(runs) as StoredRuns; // points are stored as they are
  const sweep = sweeps.find(({ name }) => name === (panel.first ?? panel).sweep);
  const points = encode(sweep?.points ?? []).replaceAll("<", "\\u003c"); // ends no script
  return `${panelHtml(panel)}
<script type="application/json" id="points">${points}</script>`;
}
