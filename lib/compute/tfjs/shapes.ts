import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";

/**
 * Registers `Concat`, `Slice` and `SplitV` along one axis as copies of runs of numbers, and
 * `Identity`, which TensorFlow.js calls for each tensor that a derivative needs, without copying.
 */
export function registerShapes(tf: TensorFlow, heap: Heap): void {
  const { sizeFromShape } = tf.util;
  const isFloat = ({ dtype }: TensorInfo) => dtype === "float32";

  /** A copy of entries [begin, begin + length) of one axis. */
  function cut(x: TensorInfo, axis: number, begin: number, length: number): TensorInfo {
    const out = heap.output(x.shape.map((whole, i) => i === axis ? length : whole));
    const inner = sizeFromShape(x.shape.slice(axis + 1));
    heap.kernels.copyRows(
      heap.address(out),
      length * inner,
      heap.address(x) + 4 * begin * inner,
      x.shape[axis]! * inner,
      sizeFromShape(x.shape.slice(0, axis)),
      length * inner,
    );
    return out;
  }

  registerKernel<{ x: Tensor }, unknown>(
    tf,
    tf.Identity,
    ({ inputs: { x } }) => x.dtype === "string" ? undefined : heap.share(x),
  );

  registerKernel<Tensor[], { axis: number }>(tf, tf.Concat, ({ inputs, attrs }) => {
    if (!inputs.every(isFloat)) return;
    const axis = tf.util.parseAxisParam(attrs.axis, inputs[0]!.shape)[0]!;
    const shapes = inputs.map(({ shape }) => shape);
    tf.backend_util.assertParamsConsistent(shapes, axis);
    const out = heap.output(tf.backend_util.computeOutShape(shapes, axis));
    const rows = sizeFromShape(out.shape.slice(0, axis));
    const stride = sizeFromShape(out.shape.slice(axis));
    let to = heap.address(out);
    for (const x of inputs) {
      const length = sizeFromShape(x.shape.slice(axis));
      heap.kernels.copyRows(to, stride, heap.address(x), length, rows, length);
      to += 4 * length;
    }
    return out;
  });

  registerKernel<{ x: Tensor }, { begin: number[]; size: number[] }>(
    tf,
    tf.Slice,
    ({ inputs: { x }, attrs }) => {
      const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [
        number[],
        number[],
      ];
      const axes = x.shape.flatMap((length, i) => size[i] === length ? [] : [i]);
      if (!isFloat(x) || axes.length > 1) return;
      tf.slice_util.assertParamsValid(x, begin, size);
      const axis = axes[0] ?? 0;
      return cut(x, axis, begin[axis]!, size[axis]!);
    },
  );

  registerKernel<{ x: Tensor }, { numOrSizeSplits: number | number[]; axis: number }>(
    tf,
    tf.SplitV,
    ({ inputs: { x }, attrs }) => {
      if (!isFloat(x)) return;
      const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
      let begin = 0;
      return tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis).map((length) => {
        begin += length;
        return cut(x, axis, begin - length, length);
      });
    },
  );
}
