/**
 * What computing takes from the machine. A browser has another file in place of this one.
 *
 * @module
 */
import { openAccelerate } from "./accelerate.ts";
import fusedCode from "./kernels_relaxed.wasm" with { type: "bytes" };
import { type OpenBlas, openOpenBlas } from "./openblas.ts";
import type { Blas } from "./sgemm.ts";

/** Bytes of the compute memory of a thread: 1 GiB, of which only what is used is physical. */
export const memoryBytes = 2 ** 30;

/**
 * Whether results are to have the same digits on every machine, for which the environment variable
 * `UDL_EXACT` is `1`: then nothing is used that differs from one processor to another, neither a
 * native library, whatever `UDL_BLAS` says, nor kernels that fuse.
 */
export function isExact(): boolean {
  return Deno.env.get("UDL_EXACT") === "1";
}

/**
 * The kernels in which a·b + c is rounded once, where the processor can do so; undefined if the
 * engine does not know them.
 */
export const fusedKernels: Uint8Array<ArrayBuffer> | undefined = WebAssembly.validate(fusedCode)
  ? fusedCode
  : undefined;

/** The library that was asked for: by an argument, otherwise by the environment. */
function asked(choice: string | undefined): string | undefined {
  return choice ?? (isExact() ? "none" : Deno.env.get("UDL_BLAS"));
}

/**
 * Opens a native matrix product: OpenBLAS if there is one, otherwise macOS's Accelerate; undefined
 * if there is none.
 *
 * @param choice Path of an OpenBLAS library to try first, or `"none"`; by default the environment
 * variable `UDL_BLAS`.
 */
export function openNativeBlas(choice?: string): Blas | undefined {
  const library = asked(choice);
  return library === "none" ? undefined : openOpenBlas(library) ?? openAccelerate();
}

/**
 * Opens LAPACK's `dsyevd` of the same OpenBLAS; undefined if there is none.
 *
 * @param choice As for {@linkcode openNativeBlas}.
 */
export function openNativeEigensolver(
  choice?: string,
): NonNullable<OpenBlas["dsyevd"]> | undefined {
  const library = asked(choice);
  return library === "none" ? undefined : openOpenBlas(library)?.dsyevd ?? undefined;
}
