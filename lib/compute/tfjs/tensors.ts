import type { Rank, Scalar, ShapeMap, Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { TensorFlow } from "./register.ts";

/** The two functions of the wasm backend that give access to its memory without copies. */
interface WasmBackend {
  makeOutput(shape: readonly number[], dtype: "float32"): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array<ArrayBuffer>;
}

/** A new, uninitialized float32 tensor; {@linkcode numbers} gives access to its contents. */
export function emptyTensor<R extends Rank>(tf: TensorFlow, shape: ShapeMap[R]): Tensor<R> {
  const backend = tf.backend() as unknown as WasmBackend;
  return tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, "float32")) as Tensor<R>;
}

/** A view of a float32 tensor's numbers, valid until the next tensor is created. */
export function numbers(tf: TensorFlow, tensor: Tensor): Float32Array<ArrayBuffer> {
  return (tf.backend() as unknown as WasmBackend).typedArrayFromHeap(tensor);
}

/** A number as a tensor, without the checks of `tf.scalar`. */
export function scalar(tf: TensorFlow, value: number): Scalar {
  const tensor = emptyTensor<Rank.R0>(tf, []);
  numbers(tf, tensor)[0] = value;
  return tensor;
}
