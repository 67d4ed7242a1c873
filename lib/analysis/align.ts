import { UserError } from "../errors.ts";
import type { Layout } from "../models/layout.ts";
import { type LinearLayer, linearLayers } from "../models/linear_layers.ts";

/**
 * How well unit i of the reference agrees with unit j of the other network: the inner product of all
 * weights into and out of them, and of their biases. `order` lists, for each layer of units, which
 * unit of the other network stands at each place.
 */
function similarities(
  layers: readonly LinearLayer[],
  hidden: number,
  reference: Float32Array,
  phi: Float32Array,
  order: readonly (readonly number[])[],
): Float64Array[] {
  const into = layers[hidden]!;
  const out = layers[hidden + 1]!;
  const [inputs, units] = into.weight.shape as [number, number];
  const outputs = out.weight.shape[1]!;
  const before = order[hidden]!;
  const after = order[hidden + 2]!;
  const table = Array.from({ length: units }, () => new Float64Array(units));
  for (let i = 0; i < units; i++) {
    const row = table[i]!;
    for (let j = 0; j < units; j++) {
      let sum = into.bias ? reference[into.bias.offset + i]! * phi[into.bias.offset + j]! : 0;
      for (let k = 0; k < inputs; k++) {
        const start = into.weight.offset;
        sum += reference[start + k * units + i]! * phi[start + before[k]! * units + j]!;
      }
      for (let k = 0; k < outputs; k++) {
        const start = out.weight.offset;
        sum += reference[start + i * outputs + k]! * phi[start + j * outputs + after[k]!]!;
      }
      row[j] = sum;
    }
  }
  return table;
}

/** φ with its units in another order; the outputs of the network stay what they were. */
function reorder(
  layers: readonly LinearLayer[],
  phi: Float32Array,
  order: readonly (readonly number[])[],
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(phi);
  layers.forEach(({ weight, bias }, layer) => {
    const [inputs, units] = weight.shape as [number, number];
    const rows = order[layer]!;
    const columns = order[layer + 1]!;
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < units; j++) {
        result[weight.offset + i * units + j] =
          phi[weight.offset + rows[i]! * units + columns[j]!]!;
      }
    }
    if (!bias) return;
    for (let j = 0; j < units; j++) result[bias.offset + j] = phi[bias.offset + columns[j]!]!;
  });
  return result;
}

/**
 * The same fully connected network with its hidden units in the order in which its parameters come
 * closest to those of another one: the assignment of each layer in turn, with the others as they are,
 * until none changes (weight matching; Ainsworth, Hayase and Srinivasa 2023, algorithm 1).
 *
 * @throws {UserError} If the layout is not that of a fully connected network.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { alignUnits } from "lib/analysis/align.ts";
 * import { layout } from "lib/models/layout.ts";
 *
 * const network = layout([["weight1", [1, 2]], ["bias1", [2]], ["weight2", [2, 1]], ["bias2", [1]]]);
 * const reference = new Float32Array([5, -3, 0, 1, 2, 7, 0]);
 * const swapped = new Float32Array([-3, 5, 1, 0, 7, 2, 0]); // units in the other order
 * assertEquals(await alignUnits(network, reference, swapped), reference);
 * ```
 */
export async function alignUnits(
  layout: Layout,
  reference: Float32Array,
  phi: Float32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const layers = linearLayers(layout);
  const chained = layers.every(({ weight }, i) =>
    i === 0 || weight.shape[0] === layers[i - 1]!.weight.shape[1]
  );
  if (layers.length < 2 || !chained) {
    throw new UserError(
      "The units of this model cannot be put in another order.",
      "Give the layout of a fully connected network with a hidden layer.",
    );
  }
  const { linearSumAssignment } = await import("linear-sum-assignment");
  const widths = [layers[0]!.weight.shape[0]!, ...layers.map(({ weight }) => weight.shape[1]!)];
  const order = widths.map((width) => Array.from({ length: width }, (_, i) => i));
  let changed = true;
  while (changed) {
    changed = false;
    for (let hidden = 0; hidden < layers.length - 1; hidden++) {
      const table = similarities(layers, hidden, reference, phi, order);
      const rows = table.map((row) => [...row]);
      const { rowAssignments } = linearSumAssignment(rows, { maximaze: true }); // the library's spelling
      const next = [...rowAssignments];
      const total = (units: readonly number[]) =>
        units.reduce((sum, unit, i) => sum + table[i]![unit]!, 0);
      // Rounding must not make two equally good orders change places for ever.
      const gain = total(next) - total(order[hidden + 1]!);
      if (gain <= 1e-9 * Math.abs(total(next))) continue;
      order[hidden + 1] = next;
      changed = true;
    }
  }
  return reorder(layers, phi, order);
}
