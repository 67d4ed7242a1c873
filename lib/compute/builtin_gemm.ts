import type { Blas } from "./sgemm.ts";
import { kernels } from "./kernels.ts";
import { isExact } from "./native.ts";
import { address, type Arena, createArena, isResident } from "./memory.ts";

/** Space in the compute memory for copies of matrices from elsewhere; it grows as needed. */
function createStage(): (length: number) => Float32Array {
  let room = new Float32Array(0);
  let arena: Arena | undefined;
  return (length) => {
    if (room.length < length) {
      arena?.release();
      arena = createArena();
      room = arena.float32(length);
    }
    return room;
  };
}

/**
 * The matrix product in WebAssembly SIMD, for systems without a BLAS library. It is half as fast as
 * OpenBLAS on AVX2, whose vectors are twice as long. Matrices outside the compute memory are
 * copied.
 */
export function createBuiltinBlas(): Blas {
  const kernel = kernels();
  const scratch = address(createArena().uint8(kernel.gemmScratch()));
  const [stageA, stageB, stageC] = [createStage(), createStage(), createStage()];
  /** The matrix itself if it is in the compute memory, otherwise its copy. */
  function resident(
    matrix: Float32Array,
    lines: number,
    length: number,
    stride: number,
    stage: (length: number) => Float32Array,
  ): Float32Array {
    if (isResident(matrix)) return matrix;
    const used = (lines - 1) * stride + length;
    const copy = stage(used);
    copy.set(matrix.subarray(0, used));
    return copy;
  }
  return {
    name: `built-in WASM SIMD${isExact() ? ", the same digits on every machine" : ""}`,
    direct: 0,
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      const [rowsA, columnsA] = transA ? [k, m] : [m, k];
      const [rowsB, columnsB] = transB ? [n, k] : [k, n];
      const ownA = address(resident(a, rowsA, columnsA, lda, stageA));
      const ownB = address(resident(b, rowsB, columnsB, ldb, stageB));
      const ownC = resident(c, m, n, ldc, stageC);
      const toC = address(ownC);
      kernel.gemm(transA, transB, m, n, k, alpha, ownA, lda, ownB, ldb, beta, toC, ldc, scratch);
      if (ownC !== c) c.set(ownC.subarray(0, (m - 1) * ldc + n));
    },
  };
}
