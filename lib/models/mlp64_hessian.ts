import { kernels } from "../compute/kernels.ts";
import { address, createArena } from "../compute/memory.ts";
import { multiply, multiplyByTransposed, type Pass64 } from "./mlp64_pass.ts";

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
  const arena = createArena();
  const factors = arena.float64(passes.length);
  const table = arena.float64(passes.length * dim);
  const tangents = passes.map((_, n) => table.subarray(n * dim, (n + 1) * dim));
  const row = arena.float64(dim);
  const { addMultiples } = kernels();

  /** Adds Σ_n factor_n·tangent_n to a row of the Hessian, at and after the diagonal. */
  function addProducts(index: number): void {
    const own = hessian.subarray(index * dim, (index + 1) * dim);
    row.set(own);
    const [to, from] = [address(row) + 8 * index, address(table) + 8 * index];
    addMultiples(to, from, address(factors), dim - index, passes.length, dim);
    own.set(row);
  }

  layers.forEach(({ offset, h, delta }, l) => {
    for (let i = 0; i < delta.length; i++) {
      passes.forEach((pass, n) => {
        setResponses(responses, pass, phi, l, i);
        setTangent(tangents[n]!, responses, pass, l);
      });
      for (let j = 0; j < h.length; j++) {
        passes.forEach(({ layers }, n) => factors[n] = layers[l]!.h[j]!);
        addProducts(offset + j * delta.length + i);
      }
    }
  });
  arena.release();
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
    const { h, back } = layers[m]!;
    const { rh, rz } = responses[m]!;
    const before = responses[m - 1]!.rz;
    for (let k = 0; k < back.length; k++) rh[k] = before[k]! * slope(h[k]!);
    multiply(rz, rh, layers[m]!, phi);
  }
  setOutputResponse(responses[last]!, pass);
  for (let m = last; m > l; m--) {
    const { h, back } = layers[m]!;
    const { rz, rdelta } = responses[m - 1]!;
    multiplyByTransposed(rdelta, responses[m]!.rdelta, layers[m]!, phi);
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
