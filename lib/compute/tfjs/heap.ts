import type { DataType, KernelBackend, TensorInfo } from "@tensorflow/tfjs";
import { isSpent } from "./gradients.ts";
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

/**
 * A WebAssembly kernel; its arguments are addresses in bytes, sizes and factors, as documented in
 * its source.
 */
type Kernel = (...numbers: number[]) => void;

/** The kernels in `kernels/`, on TensorFlow.js's memory. */
type Kernels = Readonly<
  Record<
    | "addBias"
    | "addBiasReluGrad"
    | "batchNorm"
    | "batchNormGrad"
    | "columnSums"
    | "copyRows"
    | "fold"
    | "lrn"
    | "lrnGrad"
    | "pool"
    | "reluGrad"
    | "unfold"
    | "winogradCollect"
    | "winogradFilter"
    | "winogradFilterGrad"
    | "winogradPlanes",
    Kernel
  >
>;

/** The memory in which TensorFlow.js's wasm backend holds its tensors. */
export interface Heap {
  /** The library's kernels, which work on this memory. */
  readonly kernels: Kernels;
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
  /** Address of `length` float32 numbers for use within one kernel; all kernels share them. */
  scratch(length: number): number;
}

/** Creates the heap for the wasm backend, which must be initialized. */
export async function openHeap(backend: KernelBackend): Promise<Heap> {
  const wasmBackend = backend as WasmBackend;
  const { wasm, dataIdMap } = wasmBackend;
  const env = { memory: wasm.asm.memory };
  const { instance } = await WebAssembly.instantiate(kernelsWasm, { env });
  let scratch = { address: 0, length: 0 };

  function share({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    wasmBackend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  function output(shape: readonly number[]): TensorInfo {
    return wasmBackend.makeOutput([...shape], "float32");
  }

  return {
    kernels: instance.exports as Kernels,
    address: ({ dataId }) => dataIdMap.get(dataId).memoryOffset,
    share,
    output,
    overwrite(derivative) {
      const isAlone = isSpent(derivative) && wasmBackend.refCount(derivative.dataId) === 1;
      return isAlone ? share(derivative) : output(derivative.shape);
    },
    // The backend replaces HEAPF32 when the memory grows.
    floats: (address, length) => wasm.HEAPF32.subarray(address / 4, address / 4 + length),
    scratch(length) {
      if (length > scratch.length) {
        if (scratch.address) wasm._free(scratch.address);
        scratch = { address: wasm._malloc(4 * length) >>> 0, length };
      }
      return scratch.address;
    },
  };
}
