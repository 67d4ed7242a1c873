import type { Layer64, Pass } from "./mlp64_pass.ts";

/**
 * Adds the exact Hessian of the summed losses of one pass's examples to `hessian` (D×D), on and
 * above the diagonal.
 *
 * With a_l = h_{l−1} W_l, h_l = f(a_l), δ_l = ∂L/∂a_l and the gradient ∂L/∂W_m[p,k] = h_{m−1}[p]
 * δ_m[k], its derivative with respect to W_l[j,i] for l ≤ m is h_{l−1}[j] T[i,(p,k)], where
 * T[i,(p,k)] = (∂h_{m−1}[p]/∂a_l[i]) δ_m[k] + h_{m−1}[p] (∂δ_m[k]/∂a_l[i]) depends on the example.
 * So each block of the Hessian is the product of all examples' h and T (Bishop 1992, "Exact
 * calculation of the Hessian matrix for the multilayer perceptron").
 */
export function hessianTile(
  layers: readonly Layer64[],
  phi: Float64Array,
  pass: Pass,
  count: number,
  crossEntropy: boolean,
  hessian: Float64Array,
): void {
  const depth = layers.length;
  const dim = Math.sqrt(hessian.length);
  for (let l = 0; l < depth; l++) {
    const { offset, rows, outputs } = layers[l]!;
    // T of all layers m ≥ l: the row of derivatives of the gradient for each unit i and example n.
    const width = dim - offset;
    const t = new Float64Array(outputs * count * width);
    for (let n = 0; n < count; n++) {
      const derivatives = responses(layers, phi, pass, n, l, crossEntropy);
      for (let m = l; m < depth; m++) {
        const { offset: start, rows: sources, outputs: units } = layers[m]!;
        const { unit, delta } = derivatives[m - l]!;
        for (let i = 0; i < outputs; i++) {
          let at = (i * count + n) * width + start - offset;
          for (let p = 0; p < sources; p++) {
            const h = pass.h[m]![n * sources + p]!;
            // The constant input of the bias and the inputs of layer l itself do not respond.
            const response = m > l && p < layers[m]!.inputs ? unit[i * layers[m]!.inputs + p]! : 0;
            for (let k = 0; k < units; k++, at++) {
              t[at] = response * pass.delta[m]![n * units + k]! + h * delta[i * units + k]!;
            }
          }
        }
      }
    }
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < outputs; i++) {
        const row = j * outputs + i;
        const target = hessian.subarray((offset + row) * dim + offset, (offset + row + 1) * dim);
        addRows(target, row, pass.h[l]!, j, rows, t, i * count * width, count);
      }
    }
  }
}

/**
 * Adds Σ_n h[n, column] · t[n, ·] to `target`, starting at index `from`, four examples at a time.
 */
function addRows(
  target: Float64Array,
  from: number,
  h: Float64Array,
  column: number,
  stride: number,
  t: Float64Array,
  offset: number,
  count: number,
): void {
  const width = target.length;
  for (let n = 0; n < count; n += 4) {
    const factor = (k: number): number => n + k < count ? h[(n + k) * stride + column]! : 0;
    const f0 = factor(0), f1 = factor(1), f2 = factor(2), f3 = factor(3);
    // Images have pixels that are black in all examples.
    if (f0 === 0 && f1 === 0 && f2 === 0 && f3 === 0) continue;
    const a = offset + n * width;
    const b = n + 1 < count ? a + width : a;
    const c = n + 2 < count ? b + width : a;
    const d = n + 3 < count ? c + width : a;
    for (let i = from; i < width; i++) {
      target[i] = target[i]! + f0 * t[a + i]! + f1 * t[b + i]! + f2 * t[c + i]! + f3 * t[d + i]!;
    }
  }
}

/** How layer m responds to the sums a_l of layer l, for one example. */
interface Response {
  /** ∂h_{m−1}[p]/∂a_l[i], units of l × `inputs` of m; empty for m = l. */
  readonly unit: Float64Array;
  /** ∂δ_m[k]/∂a_l[i], units of l × units of m. */
  readonly delta: Float64Array;
}

/** The responses of layers l, l + 1, …, starting at index 0. */
function responses(
  layers: readonly Layer64[],
  phi: Float64Array,
  pass: Pass,
  n: number,
  l: number,
  crossEntropy: boolean,
): Response[] {
  const depth = layers.length;
  const size = layers[l]!.outputs;
  // Forward: ∂a_m/∂a_l and ∂h_m/∂a_l.
  let sums = new Float64Array(size * size);
  for (let i = 0; i < size; i++) sums[i * size + i] = 1;
  const allSums = [sums];
  const units: Float64Array[] = [new Float64Array(0)];
  for (let m = l + 1; m < depth; m++) {
    const { offset, inputs, outputs } = layers[m]!;
    const unit = sums.map((x, at) => x * pass.slope[m - 1]![n * inputs + at % inputs]!);
    sums = new Float64Array(size * outputs);
    for (let i = 0; i < size; i++) {
      for (let p = 0; p < inputs; p++) {
        const factor = unit[i * inputs + p]!;
        for (let k = 0; k < outputs; k++) {
          const at = i * outputs + k;
          sums[at] = sums[at]! + factor * phi[offset + p * outputs + k]!;
        }
      }
    }
    units.push(unit);
    allSums.push(sums);
  }
  // At the outputs: the loss's second derivatives, diag(p) − ppᵀ of the softmax or 2/classes.
  const classes = layers[depth - 1]!.outputs;
  const p = pass.outputs.subarray(n * classes, (n + 1) * classes);
  let delta = new Float64Array(size * classes);
  for (let i = 0; i < size; i++) {
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += p[k]! * sums[i * classes + k]!;
    for (let k = 0; k < classes; k++) {
      const sum = sums[i * classes + k]!;
      delta[i * classes + k] = crossEntropy ? p[k]! * (sum - mean) : 2 / classes * sum;
    }
  }
  // Backward: δ_m = f′(a_m) ⊙ (W_{m+1} δ_{m+1}).
  const result = [{ unit: units[depth - 1 - l]!, delta }];
  for (let m = depth - 2; m >= l; m--) {
    const { offset, inputs, outputs } = layers[m + 1]!;
    const before = new Float64Array(size * inputs);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < inputs; k++) {
        let sum = 0;
        for (let q = 0; q < outputs; q++) {
          sum += phi[offset + k * outputs + q]! * delta[i * outputs + q]!;
        }
        const unit = n * inputs + k;
        const at = i * inputs + k;
        before[at] = pass.slope[m]![unit]! * sum +
          pass.bend[m]![unit]! * pass.back[m]![unit]! * allSums[m - l]![at]!;
      }
    }
    delta = before;
    result.unshift({ unit: units[m - l]!, delta });
  }
  return result;
}
