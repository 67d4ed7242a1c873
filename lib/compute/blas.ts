import { createBuiltinBlas } from "./builtin_gemm.ts";
import { openNativeBlas } from "./native.ts";
import type { Blas } from "./sgemm.ts";

/** A matrix product for {@linkcode gemm}: C ← alpha·op(A)·op(B) + beta·C. */
export interface Gemm {
  /** Rows of op(A) and C. */
  m: number;
  /** Columns of op(B) and C. */
  n: number;
  /** Columns of op(A) and rows of op(B). */
  k: number;
  /** Matrix A, row-major: m×k, or k×m if `transA`. */
  a: Float32Array;
  /** Matrix B, row-major: k×n, or n×k if `transB`. */
  b: Float32Array;
  /** Matrix C, row-major m×n, receives the result; it must not share memory with A or B. */
  c: Float32Array;
  /** Whether op(A) = Aᵀ; false by default. */
  transA?: boolean;
  /** Whether op(B) = Bᵀ; false by default. */
  transB?: boolean;
  /** Factor of the product, 1 by default. */
  alpha?: number;
  /** Factor of the old C, 0 by default, in which case the old C is not read and may contain NaN. */
  beta?: number;
}

/**
 * Loads a matrix product: the native one that {@linkcode openNativeBlas} finds, otherwise, or if
 * `choice` is `"none"`, the built-in one.
 *
 * @param choice Path of an OpenBLAS library to try first, or `"none"`; by default the environment
 * variable `UDL_BLAS`.
 */
export function loadBlas(choice?: string): Blas {
  return openNativeBlas(choice) ?? createBuiltinBlas();
}

let loaded: Blas | undefined;

/**
 * The matrix product that everything uses. It is opened on first use, so that importing this module
 * needs no permission and costs nothing.
 */
export function sharedBlas(): Blas {
  return loaded ??= loadBlas();
}

/**
 * Name of the matrix product in use, such as `"OpenBLAS 0.3.34 (Haswell), 1 thread"` or
 * `"built-in WASM SIMD"`.
 *
 * @example Usage
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { blasBackend } from "lib/compute/blas.ts";
 *
 * assertMatch(blasBackend(), /OpenBLAS|Accelerate|built-in/);
 * ```
 */
export function blasBackend(): string {
  return sharedBlas().name;
}

/**
 * Matrix product of densely stored row-major matrices in single precision,
 * C ← alpha·op(A)·op(B) + beta·C. Arrays may be longer than their matrix.
 *
 * @throws {RangeError} If an array is shorter than its matrix.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gemm } from "lib/compute/blas.ts";
 *
 * const a = new Float32Array([1, 2, 3, 4]); // 2×2
 * const b = new Float32Array([5, 6]); // 2×1
 * const c = new Float32Array(2);
 * gemm({ m: 2, n: 1, k: 2, a, b, c });
 * assertEquals([...c], [17, 39]);
 * ```
 */
export function gemm(product: Gemm, blas: Blas = sharedBlas()): void {
  const { m, n, k, a, b, c, transA = false, transB = false, alpha = 1, beta = 0 } = product;
  // The library works on raw memory: only this check keeps it within the arrays.
  if (a.length < m * k || b.length < k * n || c.length < m * n) {
    throw new RangeError(
      `A ${m}×${k} by ${k}×${n} product got arrays of ${a.length}, ${b.length} and ${c.length}.`,
    );
  }
  if (m === 0 || n === 0) return;
  if (k === 0) {
    for (let i = 0; i < m * n; i++) c[i] = beta === 0 ? 0 : beta * c[i]!;
    return;
  }
  blas.sgemm(transA, transB, m, n, k, alpha, a, transA ? m : k, b, transB ? k : n, beta, c, n);
}
