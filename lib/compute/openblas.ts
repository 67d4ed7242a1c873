import { openBlasPaths, systemLibrary } from "./openblas_paths.ts";
import { type Blas, cblasSgemm, sgemmOf } from "./sgemm.ts";

const sgemm = { ...cblasSgemm, optional: true } as const;
// Fortran's calling convention: all arguments by address, then the lengths of the strings.
const dsyevd = {
  // deno-fmt-ignore
  parameters: [
    "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer",
    "buffer", "buffer", "usize", "usize",
  ],
  result: "void",
  optional: true,
} as const;
const setThreads = { parameters: ["i32"], result: "void", optional: true } as const;
const getText = { parameters: [], result: "pointer", optional: true } as const;
const scopy = {
  parameters: ["i32", "pointer", "i32", "buffer", "i32"],
  result: "void",
  optional: true,
} as const;

/** The wheel `scipy-openblas32` adds a prefix to every name; a system's OpenBLAS does not. */
const symbols = {
  cblas_scopy: scopy,
  cblas_sgemm: sgemm,
  dsyevd_: dsyevd,
  openblas_set_num_threads: setThreads,
  openblas_get_config: getText,
  openblas_get_corename: getText,
  scipy_cblas_scopy: scopy,
  scipy_cblas_sgemm: sgemm,
  scipy_dsyevd_: dsyevd,
  scipy_openblas_set_num_threads: setThreads,
  scipy_openblas_get_config: getText,
  scipy_openblas_get_corename: getText,
} as const;

/** The kernels that have a way of their own for small products, as OpenBLAS calls them. */
const avx512Kernels = ["SkylakeX", "Cooperlake", "SapphireRapids"];

/** An OpenBLAS library, set to one thread. */
export interface OpenBlas extends Blas {
  /** LAPACK's `dsyevd`, if the library was built with LAPACK. */
  readonly dsyevd: Deno.FromForeignFunction<typeof dsyevd> | null;
}

/**
 * The text at an address in memory, read four bytes at a time by OpenBLAS's own `scopy`: what Deno
 * has for this wants the permission to load any library, not only this one.
 */
function textAt(
  address: Deno.PointerObject,
  copy: Deno.FromForeignFunction<typeof scopy>,
): string {
  const words = new Uint8Array(8);
  let text = "";
  for (let place = 0;; place++) {
    copy(2, address, place, words, 1); // the words at the address and `place` words further on
    for (const byte of words.subarray(4)) {
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
  }
}

/** Opens a library; throws if it cannot be loaded or is not an OpenBLAS. */
function open(path: string): OpenBlas {
  const library = Deno.dlopen(path, symbols);
  const found = library.symbols;
  const copy = found.scipy_cblas_scopy ?? found.cblas_scopy;
  const gemm = found.scipy_cblas_sgemm ?? found.cblas_sgemm;
  const threads = found.scipy_openblas_set_num_threads ?? found.openblas_set_num_threads;
  const config = (found.scipy_openblas_get_config ?? found.openblas_get_config)?.();
  const core = (found.scipy_openblas_get_corename ?? found.openblas_get_corename)?.();
  if (!copy || !gemm || !threads || !config || !core) {
    library.close();
    throw new Error("it lacks the functions of OpenBLAS");
  }
  threads(1);
  const version = textAt(config, copy).match(/\d+\.\d+\.\d+/)?.[0] ?? "";
  // The last digits of results depend on the kernel that OpenBLAS chooses for the processor.
  const kernel = textAt(core, copy);
  return {
    name: `OpenBLAS ${version} (${kernel}), 1 thread`,
    sgemm: sgemmOf(gemm),
    direct: avx512Kernels.includes(kernel) ? 100 ** 3 : 0,
    dsyevd: found.scipy_dsyevd_ ?? found.dsyevd_,
  };
}

const opened = new Map<string | undefined, OpenBlas | undefined>();

/**
 * Opens OpenBLAS, set to one thread: the library at `path`, otherwise the wheel `scipy-openblas32`
 * in the project's `.venv`, otherwise the system's library. A library that exists but cannot be
 * used is skipped with a line on the console; if there is none, the result is `undefined`. Later
 * calls with the same path return the same library.
 */
export function openOpenBlas(path?: string): OpenBlas | undefined {
  if (!opened.has(path)) opened.set(path, openFirst(openBlasPaths(path)));
  return opened.get(path);
}

function openFirst(paths: readonly string[]): OpenBlas | undefined {
  for (const candidate of paths) {
    try {
      return open(candidate);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Most systems have no OpenBLAS of their own: no need to report that.
      if (candidate === systemLibrary && reason.startsWith("Could not open library")) continue;
      console.warn(`Skipped the BLAS library ${candidate}: ${reason.trim()}.`);
    }
  }
  return undefined;
}
