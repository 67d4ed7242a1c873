import { multiply, multiplyByTransposed, type Pass64, weightsOf } from "./mlp64_pass.ts";

/**
 * Adds the exact Hessian of the summed losses of some examples, after their passes, to `hessian`
 * (D×D), on and above the diagonal.
 *
 * A layer's sum z_i changes by h_j times the change of its weight W[j,i]. So the gradient's
 * derivative with respect to W[j,i], a row of the Hessian, is the sum over the examples of h_j
 * R(∂L/∂φ), where R is the derivative with respect to the sum z_i of one example (Bishop 1992,
 * "Exact calculation of the Hessian matrix for the multilayer perceptron").
 */
export function addHessian(
  passes: readonly Pass64[],
  phi: Float64Array,
  hessian: Float64Array,
): void {
  const dim = phi.length;
  const { layers } = passes[0]!;
  const responses = layers.map(({ h, delta }): Response => ({
    rh: new Float64Array(h.length),
    rz: new Float64Array(delta.length),
    rdelta: new Float64Array(delta.length),
  }));
  // A multiple of four; those that are left over stay 0.
  const factors = new Float64Array(4 * Math.ceil(passes.length / 4));
  const tangents = Array.from(factors, () => new Float64Array(dim));
  layers.forEach(({ offset, h, delta }, l) => {
    for (let i = 0; i < delta.length; i++) {
      passes.forEach((pass, n) => {
        setResponses(responses, pass, phi, l, i);
        setTangent(tangents[n]!, responses, pass, l);
      });
      for (let j = 0; j < h.length; j++) {
        const index = offset + j * delta.length + i;
        const row = hessian.subarray(index * dim, (index + 1) * dim);
        passes.forEach(({ layers }, n) => factors[n] = layers[l]!.h[j]!);
        addProducts(row, index, factors, tangents);
      }
    }
  });
}

/** How a layer responds to a change of one sum z_i of an earlier one, or of its own. */
interface Response {
  /** R(h) of its inputs; 0 for the 1 of the bias. */
  readonly rh: Float64Array;
  /** R(z) of its sums. */
  readonly rz: Float64Array;
  /** R(δ). */
  readonly rdelta: Float64Array;
}

/** Sets the responses of the layers l, l + 1, … to a change of the sum z_i of layer l. */
function setResponses(
  responses: readonly Response[],
  pass: Pass64,
  phi: Float64Array,
  l: number,
  i: number,
): void {
  const { layers, activation: { bend, slope } } = pass;
  const last = layers.length - 1;
  responses[l]!.rh.fill(0);
  responses[l]!.rz.fill(0);
  responses[l]!.rz[i] = 1;
  for (let m = l + 1; m <= last; m++) {
    const { h, back, delta } = layers[m]!;
    const { rh, rz } = responses[m]!;
    const before = responses[m - 1]!.rz;
    for (let k = 0; k < back.length; k++) rh[k] = before[k]! * slope(h[k]!);
    multiply(rz, rh, weightsOf(layers[m]!, phi), delta.length);
  }
  setOutputResponse(responses[last]!, pass);
  for (let m = last; m > l; m--) {
    const { h, back } = layers[m]!;
    const { rz, rdelta } = responses[m - 1]!;
    multiplyByTransposed(rdelta, responses[m]!.rdelta, weightsOf(layers[m]!, phi));
    for (let k = 0; k < back.length; k++) {
      rdelta[k] = slope(h[k]!) * rdelta[k]! + bend(h[k]!) * back[k]! * rz[k]!;
    }
  }
}

/** Sets R(δ) of the outputs: R(z) times the Hessian of the loss, diag(p) − ppᵀ or 2/classes. */
function setOutputResponse({ rz, rdelta }: Response, { outputs: p, isCrossEntropy }: Pass64): void {
  let mean = 0;
  for (let k = 0; k < p.length; k++) mean += p[k]! * rz[k]!;
  for (let k = 0; k < p.length; k++) {
    rdelta[k] = isCrossEntropy ? p[k]! * (rz[k]! - mean) : 2 / p.length * rz[k]!;
  }
}

/** Sets R(∂L/∂W) = R(h)ᵀδ + hᵀR(δ) of the layers l, l + 1, … */
function setTangent(
  tangent: Float64Array,
  responses: readonly Response[],
  { layers }: Pass64,
  l: number,
): void {
  let at = layers[l]!.offset;
  for (let m = l; m < layers.length; m++) {
    const { h, delta } = layers[m]!;
    const { rh, rdelta } = responses[m]!;
    for (let p = 0; p < h.length; p++) {
      for (let k = 0; k < delta.length; k++, at++) {
        tangent[at] = rh[p]! * delta[k]! + h[p]! * rdelta[k]!;
      }
    }
  }
}

/** Adds Σ_n factor_n·tangent_n to a row from an index on, four examples at a time. */
function addProducts(
  row: Float64Array,
  from: number,
  factors: Float64Array,
  tangents: readonly Float64Array[],
): void {
  for (let n = 0; n < factors.length; n += 4) {
    const f0 = factors[n]!, f1 = factors[n + 1]!, f2 = factors[n + 2]!, f3 = factors[n + 3]!;
    // Images have pixels that are black in all examples.
    if (f0 === 0 && f1 === 0 && f2 === 0 && f3 === 0) continue;
    const t0 = tangents[n]!, t1 = tangents[n + 1]!, t2 = tangents[n + 2]!, t3 = tangents[n + 3]!;
    for (let i = from; i < row.length; i++) {
      row[i] = row[i]! + f0 * t0[i]! + f1 * t1[i]! + f2 * t2[i]! + f3 * t3[i]!;
    }
  }
}
