import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import type { Random } from "lib/random.ts";
import type { ClassifierSurface } from "lib/surface.ts";
import { type Layout, layout } from "lib/models/layout.ts";
import { mlpSurface } from "lib/models/mlp_surface.ts";

/**
 * How an MLP's first parameters are drawn, uniformly in (−b, b):
 * - `"he"`: weights with b = √(6 / fan-in), biases zero (He et al. 2015, eq. 10, and
 *   `kaiming_uniform_` in PyTorch with its default gain √2), in all layers;
 * - `"pytorch"`: weights and biases with b = 1 / √fan-in, what PyTorch's `nn.Linear` does.
 */
export type MlpScheme = "he" | "pytorch";

/** A multilayer perceptron with ReLU in its hidden layers. */
export interface Mlp {
  /** Numbers of units, from the inputs to the outputs. */
  readonly widths: readonly number[];
  /**
   * Parameters `weight1`, `bias1`, `weight2`, …; weights are inputs × outputs, so that a layer is
   * h·W + b with a row an example (transposed to PyTorch's: the faster product).
   */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /** New parameters φ (length D) of the given scheme, `"he"` by default. */
  init(rng: Random, scheme?: MlpScheme): Float32Array;
  /** Mean softmax cross-entropy, in nats, of the MLP's outputs over the data. */
  surface(data: Dataset): ClassifierSurface;
}

/**
 * Makes a multilayer perceptron with ReLU hidden layers and linear outputs.
 *
 * @param widths Numbers of units: inputs, hidden layers if any, outputs.
 * @throws {UserError} If `widths` are not at least two positive integers; `surface` throws one if
 * the data do not fit them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mlp } from "lib/models/mlp.ts";
 * import { random } from "lib/random.ts";
 *
 * const model = mlp([2, 8, 2]);
 * const phi = model.init(random(0, "init"));
 * const surface = model.surface({
 *   name: "XOR",
 *   x: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   y: new Uint8Array([0, 1, 1, 0]),
 *   size: 4,
 *   shape: [2],
 *   classes: 2,
 * });
 * const gradient = new Float32Array(model.dim);
 * assertEquals(surface.gradient(phi, gradient), surface.loss(phi));
 * ```
 */
export function mlp(widths: readonly number[]): Mlp {
  if (widths.length < 2 || widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new UserError(
      `An MLP cannot have the widths [${widths.join(", ")}].`,
      "Give the numbers of inputs, hidden units and outputs, each a positive integer.",
    );
  }
  const parameters = layout(
    widths.slice(1).flatMap((width, i) => [
      [`weight${i + 1}`, [widths[i]!, width]] as const,
      [`bias${i + 1}`, [width]] as const,
    ]),
  );
  return {
    widths,
    layout: parameters,
    dim: parameters.dim,
    init(rng, scheme = "he") {
      const phi = new Float32Array(parameters.dim);
      parameters.parameters.forEach(({ shape, offset, size }, index) => {
        const isBias = shape.length === 1;
        if (scheme === "he" && isBias) return;
        // Each layer has two arrays, so this is the width that goes into it.
        const fanIn = widths[Math.floor(index / 2)]!;
        const bound = Math.sqrt((scheme === "he" ? 6 : 1) / fanIn);
        for (let i = offset; i < offset + size; i++) phi[i] = bound * (2 * rng.uniform() - 1);
      });
      return phi;
    },
    surface: (data) => mlpSurface(widths, parameters, data),
  };
}
