import { address, type Arena, isResident } from "../compute/memory.ts";

/** Numbers copied at a time, from and to vectors that kernels cannot work on in place. */
const PIECE = 4096;

/** A kernel for vectors of equal length, a multiple of 4, given by their addresses. */
export type VectorKernel = (addresses: readonly number[], length: number) => void;

/**
 * Runs kernels on vectors anywhere: in place in the compute memory, elsewhere on copies, piece by
 * piece. If the length is not a multiple of 4, the last numbers are also copied.
 *
 * @param count Number of vectors that a kernel works on.
 */
export function createVectorRunner(
  count: number,
  arena: Arena,
): (vectors: readonly Float32Array[], kernel: VectorKernel) => void {
  const pieces = Array.from({ length: count }, () => arena.float32(PIECE));
  const pieceAddresses = pieces.map(address);
  return (vectors, kernel) => {
    const length = vectors[0]!.length;
    const inPlace = vectors.every(isResident) ? length - length % 4 : 0;
    if (inPlace > 0) kernel(vectors.map(address), inPlace);
    for (let start = inPlace; start < length; start += PIECE) {
      const end = Math.min(start + PIECE, length);
      vectors.forEach((vector, i) => pieces[i]!.set(vector.subarray(start, end)));
      kernel(pieceAddresses, Math.ceil((end - start) / 4) * 4);
      vectors.forEach((vector, i) => vector.set(pieces[i]!.subarray(0, end - start), start));
    }
  };
}
