import type { InputSurface } from "lib/surface.ts";

/** Weights w of {@linkcode logistic}. */
export const weights = new Float32Array([3, -1, 0.5, 2]);
const offset = -0.4;

/** Logit w·x + b of class 1. */
export const z = (x: Float32Array) => x.reduce((sum, xi, i) => sum + weights[i]! * xi, offset);

/** The loss of logistic regression by its inputs, four for each label. */
export function logistic(labels: Uint8Array): InputSurface {
  function gradients(inputs: Float32Array, out: Float32Array): Float32Array {
    return Float32Array.from(labels, (label, k) => {
      const side = label === 1 ? 1 : -1;
      const logit = side * z(inputs.subarray(4 * k, 4 * k + 4));
      weights.forEach((w, i) => out[4 * k + i] = -side * w / (1 + Math.exp(logit)));
      return Math.log1p(Math.exp(-logit));
    });
  }
  function gradient(inputs: Float32Array, out: Float32Array): number {
    const losses = gradients(inputs, out);
    out.forEach((value, i) => out[i] = value / labels.length);
    return losses.reduce((sum, loss) => sum + loss) / labels.length;
  }
  const dim = 4 * labels.length;
  const loss = (inputs: Float32Array) => gradient(inputs, new Float32Array(dim));
  return { dim, examples: 1, loss, gradient, gradients };
}
