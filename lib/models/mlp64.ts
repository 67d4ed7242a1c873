import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { SmoothFunction } from "../surface.ts";
import { checkLength, type Layout } from "./layout.ts";
import { addHessian } from "./mlp64_hessian.ts";
import { backward, createPass, forward, type Pass64 } from "./mlp64_pass.ts";
import { type MlpOptions, type MlpShape, mlpShape } from "./mlp_shape.ts";

/** A multilayer perceptron in double precision. */
export interface Mlp64 {
  /** Parameters `weight1`, `bias1`, … as in lib/models/mlp.ts: weights are inputs × outputs. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /**
   * The mean loss over the data. With ReLU its Hessian is that away from the kinks.
   *
   * @throws {UserError} If the data do not fit the network.
   */
  surface(data: Dataset): SmoothFunction;
}

/** Number of examples whose passes are kept for the Hessian. */
const TILE = 64;

/**
 * Creates a multilayer perceptron whose loss, gradient and exact Hessian are computed in double
 * precision: for critical points, where single precision cannot distinguish 0 from a small
 * eigenvalue. It is meant for a few hundred parameters, as the Hessian has D² entries.
 *
 * @param widths Numbers of units: inputs, hidden layers (if any), outputs.
 * @throws {UserError} If `widths` are not at least two positive integers.
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

function surface(shape: MlpShape, data: Dataset): SmoothFunction {
  const { widths, layout: { dim } } = shape;
  const inputs = widths[0]!;
  checkDataset(data, { inputs, outputs: widths.at(-1)! });
  const passes = Array.from({ length: TILE }, () => createPass(shape));

  /** Gradient and mean loss; `visit` gets some examples at a time, after their passes. */
  function evaluate(
    phi: Float64Array,
    gradient: Float64Array,
    visit: (passes: readonly Pass64[]) => void,
  ): number {
    checkLength(phi, dim);
    checkLength(gradient, dim);
    gradient.fill(0);
    let total = 0;
    for (let start = 0; start < data.size; start += TILE) {
      const used = passes.slice(0, data.size - start);
      let sum = 0;
      used.forEach((pass, n) => {
        const x = data.x.subarray((start + n) * inputs, (start + n + 1) * inputs);
        sum += forward(pass, phi, x, data.y[start + n]!);
        backward(pass, phi, gradient);
      });
      total += sum;
      visit(used);
    }
    for (let i = 0; i < dim; i++) gradient[i] = gradient[i]! / data.size;
    return total / data.size;
  }

  return {
    dim,
    gradient: (phi, out) => evaluate(phi, out, () => {}),
    hessian(phi, gradient, out) {
      checkLength(out, dim * dim);
      out.fill(0);
      const loss = evaluate(phi, gradient, (passes) => addHessian(passes, phi, out));
      for (let i = 0; i < dim; i++) {
        for (let j = i; j < dim; j++) {
          out[j * dim + i] = out[i * dim + j] = out[i * dim + j]! / data.size;
        }
      }
      return loss;
    },
  };
}
