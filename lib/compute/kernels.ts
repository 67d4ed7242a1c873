import plainCode from "./kernels.wasm" with { type: "bytes" };
import { computeMemory } from "./memory.ts";
import { fusedKernels, isExact } from "./native.ts";
import { log } from "../elementary/log.ts";

/**
 * The kernels in lib/compute/kernels/, which `deno task build` compiles. Arrays are given by their
 * address in the memory. Matrices are row-major; unless a row length is given, rows have length
 * `columns`, a multiple of 4.
 */
export interface Kernels {
  /**
   * C ← alpha·op(A)·op(B) + beta·C, like BLAS's SGEMM on row-major matrices, with op(A) m×k and
   * op(B) k×n; `scratch` is the address of `gemmScratch()` bytes. With beta = 0 the old C is not
   * read.
   */
  gemm(
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    beta: number,
    c: number,
    ldc: number,
    scratch: number,
  ): void;
  /** Number of scratch bytes that `gemm` needs. */
  gemmScratch(): number;
  /** z ← z + bias, row by row. */
  addBias(z: number, bias: number, rows: number, columns: number): void;
  /** Adds the column sums of x to `sums`. */
  addColumnSums(x: number, sums: number, rows: number, columns: number): void;
  /** z ← max(0, z + bias), row by row. */
  biasRelu(z: number, bias: number, rows: number, columns: number): void;
  /** delta ← delta where h > 0, otherwise 0; adds its column sums to `sums`. */
  reluBackward(delta: number, h: number, sums: number, rows: number, columns: number): void;
  /** rz ← rz + bias where h > 0, otherwise 0: the directional derivative of h. */
  reluTangent(rz: number, bias: number, h: number, rows: number, columns: number): void;
  /** z ← tanh(z + bias), row by row. */
  biasTanh(z: number, bias: number, rows: number, columns: number): void;
  /** delta ← delta·(1 − h²); adds its column sums to `sums`. */
  tanhBackward(delta: number, h: number, sums: number, rows: number, columns: number): void;
  /** rz ← (rz + bias)·(1 − h²): the directional derivative of h. */
  tanhTangent(rz: number, bias: number, h: number, rows: number, columns: number): void;
  /** rdelta ← rdelta·(1 − h²) − 2·h·rh·delta; adds its column sums to `sums`. */
  tanhBackwardTangent(
    rdelta: number,
    delta: number,
    h: number,
    rh: number,
    sums: number,
    rows: number,
    columns: number,
  ): void;
  /** out ← factor·x∘y for `length` numbers, a multiple of 4. */
  multiply(x: number, y: number, out: number, length: number, factor: number): void;
  /** y ← factor·x for `length` numbers, a multiple of 4. */
  scale(x: number, y: number, length: number, factor: number): void;
  /**
   * z ← softmax(z), row by row, where padding columns hold −∞; returns the sum of −ln
   * softmax(z)[label] over the rows. Labels are bytes.
   */
  softmaxCrossEntropy(z: number, labels: number, rows: number, columns: number): number;
  /** Sum of the squares of z − onehot(label), where padding columns hold 0. */
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
  /** rdelta ← scale·p∘(rz − p·rz), row by row: the directional derivative of the softmax p. */
  softmaxTangent(
    p: number,
    rz: number,
    rdelta: number,
    rows: number,
    columns: number,
    scale: number,
  ): void;
  /**
   * Number of rows whose largest entry (the first, if tied) among the first `classes` is at the
   * label.
   */
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
  /** φ ← φ − rate·(g + decay·φ); here and below, the allocated length is a multiple of four. */
  sgdStep(phi: number, gradient: number, length: number, rate: number, decay: number): void;
  /**
   * g ← g + decay·φ, b ← momentum·b + g, φ ← φ − rate·(gradientShare·g + velocityShare·b), where b
   * is `velocity`; g is not changed.
   */
  momentumStep(
    phi: number,
    gradient: number,
    velocity: number,
    length: number,
    rate: number,
    momentum: number,
    decay: number,
    gradientShare: number,
    velocityShare: number,
  ): void;
  /** m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², φ ← keep·φ − rate·m / (√v + ε). */
  adamStep(
    phi: number,
    gradient: number,
    m: number,
    v: number,
    length: number,
    rate: number,
    keep: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    epsilon: number,
  ): void;
  /** Sum of the products of two arrays' numbers, in double precision; any length. */
  dot(a: number, b: number, length: number): number;
  /** y ← keep·y + factor·x, computed in double precision; any length. */
  combine(y: number, x: number, length: number, keep: number, factor: number): void;
  /** outᵢ ← xᵢ + table[indexᵢ] with 32-bit indices; any length; `out` may be `x`. */
  addGathered(x: number, table: number, index: number, out: number, length: number): void;
  /**
   * sums[indexᵢ] ← sums[indexᵢ] + xᵢ, with 32-bit indices and double-precision sums; any length.
   */
  scatterAdd(x: number, index: number, sums: number, length: number): void;
  /** x ← Hx with the Hadamard matrix (entries ±1) of order `length`, a power of two, at least 4. */
  hadamard(x: number, length: number): void;
}

/**
 * The kernels on a WebAssembly memory.
 *
 * @param relaxed Whether a·b + c is fused (relaxed SIMD) if the engine supports it, which makes the
 * built-in matrix product 1.3 times as fast; by default, unless results are to be exact.
 */
export function instantiateKernels(
  memory: WebAssembly.Memory,
  relaxed: boolean = !isExact(),
): Kernels {
  const module = new WebAssembly.Module(relaxed ? fusedKernels ?? plainCode : plainCode);
  // The module names are set by the compiler.
  const imports = { env: { memory }, "losses.ts": { log }, simd: { zero: 0 } };
  return new WebAssembly.Instance(module, imports).exports as unknown as Kernels;
}

let shared: Kernels | undefined;

/** The kernels on the {@linkcode computeMemory}. */
export function kernels(): Kernels {
  return shared ??= instantiateKernels(computeMemory());
}
