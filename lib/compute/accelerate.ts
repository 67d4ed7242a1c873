import type { Blas } from "./sgemm.ts";

const path = "/System/Library/Frameworks/Accelerate.framework/Accelerate";

// CBLAS's enumerations.
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

/** Opens macOS's own BLAS; `undefined` on other systems. Not yet tested on a Mac. */
export function openAccelerate(): Blas | undefined {
  if (Deno.build.os !== "darwin") return undefined;
  const { symbols } = Deno.dlopen(path, {
    cblas_sgemm: {
      // deno-fmt-ignore
      parameters: [
        "i32", "i32", "i32", "i32", "i32", "i32",
        "f32", "buffer", "i32", "buffer", "i32",
        "f32", "buffer", "i32",
      ],
      result: "void",
    },
  });
  return {
    name: "Accelerate",
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      const opA = transA ? TRANSPOSE : NO_TRANSPOSE;
      const opB = transB ? TRANSPOSE : NO_TRANSPOSE;
      symbols.cblas_sgemm(ROW_MAJOR, opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },
  };
}
