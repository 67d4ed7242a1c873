/**
 * The loops of a multilayer perceptron that are no matrix product. They are small top-level
 * functions on typed arrays of one kind, so that V8 compiles each of them once, and ReLU has no
 * branch, which would be predicted wrongly half of the time. All matrices are row-major with a row
 * an example.
 *
 * @module
 */

// Lost when added to any positive single-precision number, as the sum is made in double precision.
const TINY = 1e-60;

/** Adds `bias` (length `columns`) to every one of the `rows` rows of `z`, in place. */
export function addBias(z: Float32Array, bias: Float32Array, rows: number, columns: number): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) z[at] = z[at]! + bias[j]!;
  }
}

/** Adds `bias` to every row as {@linkcode addBias} does and replaces negative sums by 0 (ReLU). */
export function addBiasRelu(
  z: Float32Array,
  bias: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const sum = z[at]! + bias[j]!;
      z[at] = 0.5 * (sum + Math.abs(sum));
    }
  }
}

/** Backward pass of ReLU: sets the first `count` entries of `delta` to 0 where `h`, its output, is. */
export function maskRelu(delta: Float32Array, h: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) delta[i] = delta[i]! * (h[i]! / (h[i]! + TINY));
}

/** Adds the sum of each column of `delta` (`rows` × `columns`) to `out` (length `columns`). */
export function addColumnSums(
  delta: Float32Array,
  out: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) out[j] = out[j]! + delta[at]!;
  }
}

/**
 * Softmax cross-entropy −ln softmax(z)[y] of each row of logits, and its derivative by the logits,
 * scale · (softmax(z) − onehot(y)), which replaces them. The largest logit is subtracted first, so
 * that nothing overflows.
 *
 * @returns The sum (not the mean) of the cross-entropies of the rows, in nats.
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array,
  rows: number,
  columns: number,
  scale: number,
): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    const end = start + columns;
    let max = logits[start]!;
    for (let at = start + 1; at < end; at++) if (logits[at]! > max) max = logits[at]!;
    const label = start + labels[i]!;
    const labelLogit = logits[label]! - max;
    let sum = 0;
    for (let at = start; at < end; at++) {
      const weight = Math.exp(logits[at]! - max);
      sum += weight;
      logits[at] = weight;
    }
    total += Math.log(sum) - labelLogit;
    for (let at = start; at < end; at++) logits[at] = scale * logits[at]! / sum;
    logits[label] = logits[label]! - scale;
  }
  return total;
}

/** Number of rows whose largest logit, the first one if several are equal, is at their label. */
export function countCorrect(
  logits: Float32Array,
  labels: Uint8Array,
  rows: number,
  columns: number,
): number {
  let correct = 0;
  for (let i = 0; i < rows; i++) {
    let max = -Infinity;
    let best = -1;
    for (let j = 0; j < columns; j++) {
      const logit = logits[i * columns + j]!;
      if (logit > max) {
        max = logit;
        best = j;
      }
    }
    if (best === labels[i]) correct++;
  }
  return correct;
}
