import { createBuiltinBlas } from "./builtin_gemm.ts";
import { openNativeBlas } from "./native.ts";
import type { Blas } from "./sgemm.ts";

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
