import type * as kernelSources from "./kernels/index.ts";
import type {} from "assemblyscript/asc"; // declares the types of their arguments
import plainCode from "./kernels.wasm" with { type: "bytes" };
import { computeMemory } from "./memory.ts";
import { fusedKernels, isExact } from "./native.ts";
import { log } from "../elementary/log.ts";

/**
 * The kernels in lib/compute/kernels/, which `deno task build` compiles; their comments are there.
 * Arrays are given by their address in the memory. Matrices are row-major; unless a row length is
 * given, rows have length `columns`, a multiple of 4.
 */
export type Kernels = typeof kernelSources;

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
