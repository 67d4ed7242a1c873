import type { Blas, Sgemm } from "./sgemm.ts";
import { instantiateKernels, type Kernels, kernels } from "./kernels.ts";
import { isExact } from "./native.ts";
import { address, createArena, isResident } from "./memory.ts";

function builtinName(): string {
  return `built-in WASM SIMD${isExact() ? ", the same digits on every machine" : ""}`;
}

/** The product of matrices in the memory that the kernels work on. */
function productIn({ gemm }: Kernels, scratch: number): Sgemm {
  return (transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
    const [atA, atB, atC] = [a.byteOffset, b.byteOffset, c.byteOffset];
    gemm(transA, transB, m, n, k, alpha, atA, lda, atB, ldb, beta, atC, ldc, scratch);
  };
}

/**
 * The same product as {@linkcode createBuiltinBlas}, of matrices that all lie in the memory; none
 * is copied.
 *
 * @param allocate Returns the address of so many free bytes of the memory.
 */
export function createBuiltinBlasOn(
  memory: WebAssembly.Memory,
  allocate: (bytes: number) => number,
): Blas {
  const kernels = instantiateKernels(memory);
  const sgemm = productIn(kernels, allocate(kernels.gemmScratch()));
  return { name: builtinName(), direct: 0, sgemm };
}

/** Space in the compute memory for copies of matrices from elsewhere; it grows as needed. */
function createStage(): (length: number) => Float32Array {
  const arena = createArena();
  let room = new Float32Array(0);
  return (length) => {
    if (room.length < length) {
      arena.release();
      room = new Float32Array(0); // stays so if there is no room for a larger one
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
  const product = productIn(kernel, address(createArena().uint8(kernel.gemmScratch())));
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
    name: builtinName(),
    direct: 0,
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      const [rowsA, columnsA] = transA ? [k, m] : [m, k];
      const [rowsB, columnsB] = transB ? [n, k] : [k, n];
      const ownA = resident(a, rowsA, columnsA, lda, stageA);
      const ownB = resident(b, rowsB, columnsB, ldb, stageB);
      const ownC = resident(c, m, n, ldc, stageC);
      product(transA, transB, m, n, k, alpha, ownA, lda, ownB, ldb, beta, ownC, ldc);
      if (ownC !== c) c.set(ownC.subarray(0, (m - 1) * ldc + n));
    },
  };
}
