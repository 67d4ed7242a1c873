/**
 * The functions that notebooks call, outside of sweeps, on the parameters that sweeps return. A page
 * that draws a figure again does not have these parameters, so what the functions return is stored
 * beside the runs. A browser has another file in place of this one.
 *
 * @module
 */
import { alignUnits as align } from "../analysis/align.ts";
import { planeThrough as plane } from "../analysis/slice.ts";
import { keepCall, type StoredCall } from "./stored_runs.ts";

/**
 * The library's `alignUnits`, which puts the units of a network into the order of a reference; its
 * result is kept for pages.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layout } from "lib/models/layout.ts";
 * import { alignUnits } from "lib/notebook/remembered.ts";
 *
 * const network = layout([["weight1", [1, 2]], ["bias1", [2]], ["weight2", [2, 1]], ["bias2", [1]]]);
 * const reference = new Float32Array([5, -3, 0, 1, 2, 7, 0]);
 * const swapped = new Float32Array([-3, 5, 1, 0, 7, 2, 0]); // units in the other order
 * assertEquals(await alignUnits(network, reference, swapped), reference);
 * ```
 */
export async function alignUnits(
  ...given: Parameters<typeof align>
): Promise<Float32Array<ArrayBuffer>> {
  const call: StoredCall = { name: "alignUnits", result: undefined };
  keepCall(call); // in the order of the calls, whichever ends first
  const result = await align(...given);
  call.result = result;
  return result;
}

/**
 * The library's `planeThrough`, the plane through three points; its result is kept for pages.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { planeThrough } from "lib/notebook/remembered.ts";
 *
 * const points = [[1, 1], [5, 1], [3, 4]].map((point) => new Float32Array(point));
 * const { coordinates } = planeThrough([points[0]!, points[1]!, points[2]!]);
 * assertEquals(coordinates, [[0, 0], [4, 0], [2, 3]]);
 * ```
 */
export function planeThrough(...given: Parameters<typeof plane>): ReturnType<typeof plane> {
  const result = plane(...given);
  keepCall({ name: "planeThrough", result });
  return result;
}
