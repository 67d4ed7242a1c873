import type { Blas, Sgemm } from "./sgemm.ts";
import { instantiateKernels, type Kernels, kernels } from "./kernels.ts";
import { isExact } from "./native.ts";
import { address, type Arena, createArena, isResident } from "./memory.ts";

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

/** The matrix itself if it is in the compute memory, otherwise a copy there. */
function resident(
  matrix: Float32Array,
  lines: number,
  length: number,
  stride: number,
  copies: Arena,
): Float32Array {
  if (isResident(matrix)) return matrix;
  const used = (lines - 1) * stride + length;
  const copy = copies.float32(used);
  copy.set(matrix.subarray(0, used));
  return copy;
}

/**
 * The matrix product in WebAssembly SIMD, for systems without a BLAS library. It is half as fast as
 * OpenBLAS on AVX2, whose vectors are twice as long. Matrices outside the compute memory are
 * copied.
 */
export function createBuiltinBlas(): Blas {
  const kernel = kernels();
  const product = productIn(kernel, address(createArena().uint8(kernel.gemmScratch())));
  return {
    name: builtinName(),
    direct: 0,
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      const [rowsA, columnsA] = transA ? [k, m] : [m, k];
      const [rowsB, columnsB] = transB ? [n, k] : [k, n];
      const copies = createArena();
      try {
        const ownA = resident(a, rowsA, columnsA, lda, copies);
        const ownB = resident(b, rowsB, columnsB, ldb, copies);
        const ownC = resident(c, m, n, ldc, copies);
        product(transA, transB, m, n, k, alpha, ownA, lda, ownB, ldb, beta, ownC, ldc);
        if (ownC !== c) c.set(ownC.subarray(0, (m - 1) * ldc + n));
      } finally {
        copies.release();
      }
    },
  };
}
