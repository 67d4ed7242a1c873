import {
  type Matrix64,
  multiply,
  multiplyByTransposed,
  rowOf,
  zeros64,
} from "../compute/matrix64.ts";
import { forEachUnit, type Layer64, type Pass64, weightsOf } from "./mlp64_pass.ts";

/**
 * Adds the exact Hessian of the summed losses of one pass's examples to `hessian` (D×D), on and
 * above the diagonal.
 *
 * A layer's sum z_i changes by h_j times the change of its weight W[j,i]. So the gradient's
 * derivative with respect to W[j,i], a row of the Hessian, is the sum over the examples of h_j
 * R(∂L/∂φ), where R is the derivative with respect to the sum z_i of one example (Bishop 1992,
 * "Exact calculation of the Hessian matrix for the multilayer perceptron").
 */
export function addHessian(pass: Pass64, phi: Float64Array, hessian: Float64Array): void {
  const dim = phi.length;
  pass.layers.forEach(({ offset, h, delta: { columns: units } }, l) => {
    for (let i = 0; i < units; i++) {
      const t = tangentsOfGradient(pass, phi, l, i);
      for (let j = 0; j < h.columns; j++) {
        const index = j * units + i;
        const start = (offset + index) * dim;
        addRows(hessian.subarray(start + offset, start + dim), index, h, j, t);
      }
    }
  });
}

/** How a layer responds to a change of one sum z_i of an earlier one, in each example. */
interface Response {
  readonly layer: Layer64;
  /** R(h) of its inputs. */
  readonly rh: Matrix64;
  /** R(z) of its sums. */
  readonly rz: Matrix64;
  /** R(δ). */
  readonly rdelta: Matrix64;
}

/**
 * R(∂L/∂W) = R(h)ᵀδ + hᵀR(δ) of the layers l, l + 1, … in each example, where R is the derivative
 * with respect to the sum z_i of layer l: examples × parameters of these layers.
 */
function tangentsOfGradient(pass: Pass64, phi: Float64Array, l: number, i: number): Matrix64 {
  const responses = responsesTo(pass, phi, l, i);
  const { offset, h: { rows } } = pass.layers[l]!;
  const t = zeros64(rows, phi.length - offset);
  for (const { layer: { offset: start, h, delta }, rh, rdelta } of responses) {
    for (let n = 0; n < rows; n++) {
      let at = n * t.columns + start - offset;
      for (let p = 0; p < h.columns; p++) {
        const unit = h.data[n * h.columns + p]!;
        const tangent = rh.data[n * h.columns + p]!;
        for (let k = 0; k < delta.columns; k++, at++) {
          const output = n * delta.columns + k;
          t.data[at] = tangent * delta.data[output]! + unit * rdelta.data[output]!;
        }
      }
    }
  }
  return t;
}

/** The responses of the layers l, l + 1, … to a change of the sum z_i of layer l. */
function responsesTo(pass: Pass64, phi: Float64Array, l: number, i: number): Response[] {
  const responses = pass.layers.slice(l).map((layer): Response => ({
    layer,
    rh: zeros64(layer.h.rows, layer.h.columns),
    rz: zeros64(layer.h.rows, layer.delta.columns),
    rdelta: zeros64(layer.h.rows, layer.delta.columns),
  }));
  const { bend, slope } = pass.activation;
  const last = responses.length - 1;
  const { rz } = responses[0]!;
  for (let n = 0; n < rz.rows; n++) rz.data[n * rz.columns + i] = 1;
  for (let m = 1; m <= last; m++) {
    const { layer, rh, rz } = responses[m]!;
    const before = responses[m - 1]!.rz;
    forEachUnit(layer, (unit, at) => {
      rh.data[unit] = before.data[at]! * slope(layer.h.data[unit]!);
    });
    multiply(rz, rh, weightsOf(layer, phi));
  }
  setOutputResponse(responses[last]!, pass);
  for (let m = last; m > 0; m--) {
    const { layer, rdelta } = responses[m]!;
    const { rz, rdelta: before } = responses[m - 1]!;
    multiplyByTransposed(before, rdelta, weightsOf(layer, phi));
    forEachUnit(layer, (unit, at) => {
      const h = layer.h.data[unit]!;
      before.data[at] = slope(h) * before.data[at]! + bend(h) * layer.back.data[at]! * rz.data[at]!;
    });
  }
  return responses;
}

/** Sets R(δ) of the outputs: R(z) times the Hessian of the loss, diag(p) − ppᵀ or 2/classes. */
function setOutputResponse({ rz, rdelta }: Response, pass: Pass64): void {
  for (let n = 0; n < rz.rows; n++) {
    const p = rowOf(pass.outputs, n);
    const from = rowOf(rz, n);
    const to = rowOf(rdelta, n);
    let mean = 0;
    for (let k = 0; k < p.length; k++) mean += p[k]! * from[k]!;
    for (let k = 0; k < p.length; k++) {
      to[k] = pass.isCrossEntropy ? p[k]! * (from[k]! - mean) : 2 / p.length * from[k]!;
    }
  }
}

/** Adds Σ_n h[n,j]·t[n,·] to `target`, starting at index `from`, four examples at a time. */
function addRows(target: Float64Array, from: number, h: Matrix64, j: number, t: Matrix64): void {
  const { data, columns: width, rows } = t;
  const factor = (n: number): number => n < rows ? h.data[n * h.columns + j]! : 0;
  for (let n = 0; n < rows; n += 4) {
    const f0 = factor(n), f1 = factor(n + 1), f2 = factor(n + 2), f3 = factor(n + 3);
    // Images have pixels that are black in all examples.
    if (f0 === 0 && f1 === 0 && f2 === 0 && f3 === 0) continue;
    const a = n * width;
    const b = n + 1 < rows ? a + width : a;
    const c = n + 2 < rows ? b + width : a;
    const d = n + 3 < rows ? c + width : a;
    for (let i = from; i < width; i++) {
      target[i] = target[i]! + f0 * data[a + i]! + f1 * data[b + i]! + f2 * data[c + i]! +
        f3 * data[d + i]!;
    }
  }
}
