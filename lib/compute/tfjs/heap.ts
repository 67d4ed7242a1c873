import type { DataType, KernelBackend, TensorInfo } from "@tensorflow/tfjs";
import { isSpent } from "./gradients.ts";
import { createBuiltinBlasOn } from "../builtin_gemm.ts";
import type { Matrix } from "../matrix.ts";
import { openNativeBlas } from "../native.ts";
import type { Blas } from "../sgemm.ts";
import type * as kernelSources from "./kernels/index.ts";
import type {} from "assemblyscript/asc"; // declares the types of their arguments
import kernelsWasm from "./kernels.wasm" with { type: "bytes" };

/** The parts of TensorFlow.js's wasm backend used here; its own types declare them private. */
interface WasmBackend extends KernelBackend {
  readonly wasm: {
    readonly HEAPF32: Float32Array<ArrayBuffer>;
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
}

/** The kernels in `kernels/`, on TensorFlow.js's memory; their comments are there. */
type Kernels = typeof kernelSources;

/** The memory in which TensorFlow.js's wasm backend holds its tensors. */
export interface Heap {
  /** The library's kernels, which work on this memory. */
  readonly kernels: Kernels;
  /** The matrix product, which must get matrices in this memory. */
  readonly blas: Blas;
  /** Whether that is a native one: it is several times as fast, other kernels are not. */
  readonly native: boolean;
  /** Address of a tensor's first number, in bytes. */
  address(tensor: TensorInfo): number;
  /** A tensor on the same memory, which is freed once both are disposed. */
  share(tensor: TensorInfo): TensorInfo;
  /** A new, uninitialized float32 tensor. */
  output(shape: readonly number[]): TensorInfo;
  /**
   * The result of an elementwise kernel that passes back a derivative: in its place if nothing else
   * needs it, which saves up to a fifth of the kernel's time, otherwise a new tensor.
   */
  overwrite(derivative: TensorInfo): TensorInfo;
  /** A view of `length` float32 numbers, valid until the next allocation. */
  floats(address: number, length: number): Float32Array<ArrayBuffer>;
  /** A view of a matrix of float32 numbers, valid until the next allocation. */
  matrix(address: number, rows: number, columns: number): Matrix;
  /** Address of `length` float32 numbers for use within one kernel; all kernels share them. */
  scratch(length: number): number;
}

/**
 * Creates the heap for the wasm backend, which must be initialized.
 *
 * @param blas Path of an OpenBLAS library to try first, or `"none"` for the built-in matrix product.
 */
export async function openHeap(backend: KernelBackend, blas?: string): Promise<Heap> {
  const wasmBackend = backend as WasmBackend;
  const { wasm, dataIdMap } = wasmBackend;
  const { memory } = wasm.asm;
  const { instance } = await WebAssembly.instantiate(kernelsWasm, { env: { memory } });
  // Unsigned: an address may be above 2 GiB.
  const allocate = (bytes: number): number => wasm._malloc(bytes) >>> 0;
  const native = openNativeBlas(blas);
  let scratch = { address: 0, length: 0 };

  function share({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    wasmBackend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  function output(shape: readonly number[]): TensorInfo {
    return wasmBackend.makeOutput([...shape], "float32");
  }

  // The backend replaces HEAPF32 when the memory grows.
  function floats(address: number, length: number): Float32Array<ArrayBuffer> {
    return wasm.HEAPF32.subarray(address / 4, address / 4 + length);
  }

  return {
    kernels: instance.exports as unknown as Kernels,
    blas: native ?? createBuiltinBlasOn(memory, allocate),
    native: native !== undefined,
    address: ({ dataId }) => dataIdMap.get(dataId).memoryOffset,
    share,
    output,
    overwrite(derivative) {
      const isAlone = isSpent(derivative) && wasmBackend.refCount(derivative.dataId) === 1;
      return isAlone ? share(derivative) : output(derivative.shape);
    },
    floats,
    matrix: (address, rows, columns) => ({ data: floats(address, rows * columns), rows, columns }),
    scratch(length) {
      if (length > scratch.length) {
        if (scratch.address) wasm._free(scratch.address);
        scratch = { address: allocate(4 * length), length };
      }
      return scratch.address;
    },
  };
}
