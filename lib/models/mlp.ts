import type { Dataset } from "../datasets/dataset.ts";
import { UserError } from "../errors.ts";
import { checkWord } from "../options.ts";
import { drawUniform, type Random } from "../random.ts";
import type { Teacher } from "./distillation.ts";
import { type Layout, viewOf } from "./layout.ts";
import { type MlpOptions, mlpShape } from "./mlp_shape.ts";
import { type MlpSurface, mlpSurface } from "./mlp_surface.ts";

/**
 * How an MLP's initial parameters are drawn, uniformly in (−b, b):
 * - `"he"`: weights with b = √(6 / fan-in), biases zero (He et al. 2015, eq. 10, and
 * `kaiming_uniform_` in PyTorch with its default gain √2), in all layers;
 * - `"xavier"`: weights with b = √(6 / (fan-in + fan-out)), biases zero (Glorot and Bengio 2010,
 * eq. 16, and `xavier_uniform_` in PyTorch with its default gain);
 * - `"pytorch"`: weights and biases with b = 1 / √fan-in, as in PyTorch's `nn.Linear`.
 */
export type MlpScheme = "he" | "xavier" | "pytorch";

/** A multilayer perceptron: hidden layers with an activation, and linear outputs. */
export interface Mlp {
  /** Numbers of units, from the inputs to the outputs. */
  readonly widths: readonly number[];
  /**
   * Parameters `weight1`, `bias1`, `weight2`, … (without biases if it has none); weights are inputs
   * × outputs, so that a layer is h·W + b with one row per example (the transpose of PyTorch's).
   */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /** New parameters φ (length D) by the given scheme, `"he"` by default. */
  init(rng: Random, scheme?: MlpScheme): Float32Array;
  /** Mean loss of the MLP's outputs over the data, with exact derivatives. */
  surface(data: Dataset): MlpSurface;
  /**
   * The same for a student of a teacher: the cross-entropy of the labels plus a distillation loss,
   * as in lib/models/distillation.ts. It has no second derivatives.
   *
   * @throws {UserError} If the MLP's loss is not `"crossEntropy"`, or the data or the teacher do
   * not fit.
   */
  distillation(data: Dataset, teacher: Teacher): MlpSurface;
}

/**
 * Creates a multilayer perceptron.
 *
 * @param widths Numbers of units: inputs, hidden layers (if any), outputs.
 * @throws {UserError} If `widths` are not at least two positive integers; `surface` also throws it
 * if the data do not fit them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mlp } from "lib/models/mlp.ts";
 * import { random } from "lib/random.ts";
 *
 * const model = mlp([2, 8, 2], { activation: "tanh" });
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
export function mlp(widths: readonly number[], options: MlpOptions = {}): Mlp {
  const shape = mlpShape(widths, options, "mlp()");
  const { layout, loss } = shape;
  return {
    widths,
    layout,
    dim: layout.dim,
    init(rng, scheme = "he") {
      checkWord(scheme, ["he", "xavier", "pytorch"], "scheme", "init()");
      const phi = new Float32Array(layout.dim);
      for (const { weight, bias } of shape.places) {
        const [inputs, outputs] = weight.shape as [number, number];
        const bound = weightBound(scheme, inputs, outputs);
        drawUniform(viewOf(weight, phi), bound, rng);
        if (bias && scheme === "pytorch") drawUniform(viewOf(bias, phi), bound, rng);
      }
      return phi;
    },
    surface: (data) => mlpSurface(shape, data),
    distillation(data, teacher) {
      if (loss !== "crossEntropy") {
        throw new UserError(
          `A student with the loss "${loss}" cannot be distilled.`,
          'Make it with the loss "crossEntropy".',
        );
      }
      return mlpSurface(shape, data, teacher);
    },
  };
}

/** Bound b of the uniform distribution of a layer's weights. */
function weightBound(scheme: MlpScheme, fanIn: number, fanOut: number): number {
  if (scheme === "xavier") return Math.sqrt(6 / (fanIn + fanOut));
  return Math.sqrt((scheme === "he" ? 6 : 1) / fanIn);
}
