import relaxedCode from "./kernels_relaxed.wasm" with { type: "bytes" };
import plainCode from "./kernels.wasm" with { type: "bytes" };
import { computeMemory } from "lib/compute/memory.ts";

/**
 * The kernels in lib/compute/kernels/, which `deno task build` compiles. Arrays are given by their
 * address in the memory; matrices are row-major, and where no row length is given, `columns` is a
 * multiple of 4 and a row is that long.
 */
export interface Kernels {
  /** z ← z + bias, row by row. */
  addBias(z: number, bias: number, rows: number, columns: number): void;
  /** Adds the column sums of x to `sums`. */
  addColumnSums(x: number, sums: number, rows: number, columns: number): void;
  /** z ← max(0, z + bias), row by row. */
  biasRelu(z: number, bias: number, rows: number, columns: number): void;
  /** delta ← delta where h > 0, else 0; adds its column sums to `sums`. */
  reluBackward(delta: number, h: number, sums: number, rows: number, columns: number): void;
  /**
   * z ← softmax(z), row by row, where columns of padding hold −∞; returns the sum of the rows'
   * −ln softmax(z)[label], labels being bytes.
   */
  softmaxCrossEntropy(z: number, labels: number, rows: number, columns: number): number;
  /** Sum of the squares of z − onehot(label), where columns of padding hold 0. */
  squaredError(z: number, labels: number, rows: number, columns: number): number;
  /** delta ← scale·(p − onehot(label)); `delta` may be `p`. */
  subtractOneHot(
    p: number,
    labels: number,
    delta: number,
    rows: number,
    columns: number,
    scale: number,
  ): void;
  /** Number of rows whose first largest entry among the first `classes` is at their label. */
  countCorrect(
    z: number,
    labels: number,
    rows: number,
    columns: number,
    classes: number,
  ): number;
  /** Copies `columns` numbers of each row between matrices of different row lengths. */
  copyRows(
    source: number,
    sourceColumns: number,
    target: number,
    targetColumns: number,
    rows: number,
    columns: number,
  ): void;
  /** target ← sourceᵀ, for a source of rows × columns and a target with rows of targetColumns. */
  transpose(
    source: number,
    target: number,
    targetColumns: number,
    rows: number,
    columns: number,
  ): void;
}

/**
 * The kernels on a WebAssembly memory: with fused multiply-add (relaxed SIMD) where the engine has
 * it, which makes the matrix product twice as fast.
 */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  const code = WebAssembly.validate(relaxedCode) ? relaxedCode : plainCode;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  return instance.exports as unknown as Kernels;
}

let shared: Kernels | undefined;

/** The kernels on the {@linkcode computeMemory}. */
export function kernels(): Kernels {
  return shared ??= instantiateKernels(computeMemory());
}
