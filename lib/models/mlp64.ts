import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { SmoothFunction } from "../surface.ts";
import type { Layout } from "./layout.ts";
import { addHessian } from "./mlp64_hessian.ts";
import { backward, createPass, forward } from "./mlp64_pass.ts";
import { type MlpOptions, type MlpShape, mlpShape } from "./mlp_shape.ts";

/** The loss of a small MLP in double precision, with the exact Hessian. */
export interface Mlp64Surface extends SmoothFunction {
  /** Mean loss at φ (length D). */
  loss(phi: Float64Array): number;
  /**
   * Writes ∂L/∂φ into `gradient` (length D) and ∂²L/∂φ² into `out` (D×D, row-major, exactly
   * symmetric), and returns the mean loss. With ReLU it is the Hessian away from the kinks.
   */
  hessian(phi: Float64Array, gradient: Float64Array, out: Float64Array): number;
}

/** A multilayer perceptron in double precision. */
export interface Mlp64 {
  /** Parameters `weight1`, `bias1`, … as in lib/models/mlp.ts: weights are inputs × outputs. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /** The mean loss over the data. */
  surface(data: Dataset): Mlp64Surface;
}

/** Number of examples whose passes are kept for the Hessian. */
const TILE = 64;

/**
 * Creates a multilayer perceptron whose loss, gradient and exact Hessian are computed in double
 * precision: for critical points, where single precision cannot distinguish 0 from a small
 * eigenvalue. It is meant for a few hundred parameters, as the Hessian has D² entries.
 *
 * @param widths Numbers of units: inputs, hidden layers (if any), outputs.
 * @throws {UserError} If `widths` are not at least two positive integers; `surface` also throws it
 * if the data do not fit them.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { mlp64 } from "lib/models/mlp64.ts";
 *
 * const model = mlp64([1, 2], { bias: false }); // Logistic regression in two parameters.
 * const surface = model.surface({
 *   name: "one example",
 *   x: new Float32Array([2]),
 *   y: new Uint8Array([1]),
 *   size: 1,
 *   shape: [1],
 *   classes: 2,
 * });
 * const [gradient, hessian] = [new Float64Array(2), new Float64Array(4)];
 * assertAlmostEquals(surface.hessian(new Float64Array(2), gradient, hessian), Math.log(2));
 * assertAlmostEquals(gradient[0]!, 2 * 0.5);
 * assertAlmostEquals(hessian[1]!, -(2 ** 2) * 0.5 * 0.5);
 * ```
 */
export function mlp64(widths: readonly number[], options: MlpOptions = {}): Mlp64 {
  const shape = mlpShape(widths, options, "mlp64()");
  const { layout } = shape;
  return { layout, dim: layout.dim, surface: (data) => surface(shape, data) };
}

function surface(shape: MlpShape, data: Dataset): Mlp64Surface {
  const { widths, layout: { dim } } = shape;
  const inputs = widths[0]!;
  checkDataset(data, { inputs, outputs: widths.at(-1)! });
  const passes = Array.from({ length: TILE }, () => createPass(shape));

  function evaluate(phi: Float64Array, gradient?: Float64Array, hessian?: Float64Array): number {
    checkLength("φ", phi, dim);
    checkLength("the gradient", gradient, dim);
    checkLength("the Hessian", hessian, dim * dim);
    gradient?.fill(0);
    hessian?.fill(0);
    let total = 0;
    for (let start = 0; start < data.size; start += TILE) {
      const used = passes.slice(0, data.size - start);
      let sum = 0;
      used.forEach((pass, n) => {
        const x = data.x.subarray((start + n) * inputs, (start + n + 1) * inputs);
        sum += forward(pass, phi, x, data.y[start + n]!);
        if (gradient) backward(pass, phi, gradient);
      });
      total += sum;
      if (hessian) addHessian(used, phi, hessian);
    }
    for (let i = 0; i < dim && gradient; i++) gradient[i] = gradient[i]! / data.size;
    if (hessian) {
      for (let i = 0; i < dim; i++) {
        for (let j = i; j < dim; j++) {
          hessian[j * dim + i] = hessian[i * dim + j] = hessian[i * dim + j]! / data.size;
        }
      }
    }
    return total / data.size;
  }

  return {
    dim,
    loss: (phi) => evaluate(phi),
    gradient: (phi, out) => evaluate(phi, out),
    hessian: (phi, gradient, out) => evaluate(phi, gradient, out),
  };
}

function checkLength(name: string, vector: Float64Array | undefined, length: number): void {
  if (!vector || vector.length === length) return;
  throw new RangeError(`This MLP takes ${length} numbers for ${name}, not ${vector.length}.`);
}
