import type { Blas } from "./sgemm.ts";
import { openBlasPaths, systemLibrary } from "./openblas_paths.ts";

// CBLAS's enumerations.
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

const sgemm = {
  // deno-fmt-ignore
  parameters: [
    "i32", "i32", "i32", "i32", "i32", "i32",
    "f32", "buffer", "i32", "buffer", "i32",
    "f32", "buffer", "i32",
  ],
  result: "void",
  optional: true,
} as const;
const setThreads = { parameters: ["i32"], result: "void", optional: true } as const;
const getText = { parameters: [], result: "pointer", optional: true } as const;

/** The wheel `scipy-openblas32` adds a prefix to every name; a system's OpenBLAS does not. */
const symbols = {
  cblas_sgemm: sgemm,
  openblas_set_num_threads: setThreads,
  openblas_get_config: getText,
  openblas_get_corename: getText,
  scipy_cblas_sgemm: sgemm,
  scipy_openblas_set_num_threads: setThreads,
  scipy_openblas_get_config: getText,
  scipy_openblas_get_corename: getText,
} as const;

/** Opens a library; throws if it cannot be loaded or is not an OpenBLAS. */
function open(path: string): Blas {
  const library = Deno.dlopen(path, symbols);
  const found = library.symbols;
  const gemm = found.scipy_cblas_sgemm ?? found.cblas_sgemm;
  const threads = found.scipy_openblas_set_num_threads ?? found.openblas_set_num_threads;
  const config = (found.scipy_openblas_get_config ?? found.openblas_get_config)?.();
  const core = (found.scipy_openblas_get_corename ?? found.openblas_get_corename)?.();
  if (!gemm || !threads || !config || !core) {
    library.close();
    throw new Error("it lacks the functions of OpenBLAS");
  }
  threads(1);
  const version = Deno.UnsafePointerView.getCString(config).match(/\d+\.\d+\.\d+/)?.[0] ?? "";
  // The last digits of results depend on the kernel that OpenBLAS chooses for the processor.
  const kernel = Deno.UnsafePointerView.getCString(core);
  return {
    name: `OpenBLAS ${version} (${kernel}), 1 thread`,
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      const opA = transA ? TRANSPOSE : NO_TRANSPOSE;
      const opB = transB ? TRANSPOSE : NO_TRANSPOSE;
      gemm(ROW_MAJOR, opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },
  };
}

/**
 * Opens OpenBLAS, set to one thread: the library at `path`, otherwise the wheel `scipy-openblas32`
 * in the project's `.venv`, otherwise the system's library. A library that exists but cannot be
 * used is skipped with a line on the console; if there is none, the result is `undefined`.
 */
export function openOpenBlas(path?: string): Blas | undefined {
  for (const candidate of openBlasPaths(path)) {
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
