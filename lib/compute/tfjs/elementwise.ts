import type { Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, runKernel, type TensorFlow } from "./register.ts";

const RELU_GRAD = "ReluGrad";

/** Registers the addition of a bias, the sum that is its derivative, and the derivative of ReLU. */
export function registerElementwise(tf: TensorFlow, heap: Heap): void {
  const { address, kernels } = heap;

  registerKernel<{ a: Tensor; b: Tensor }, unknown>(tf, tf.Add, ({ inputs: { a, b } }) => {
    if (a.dtype !== "float32" || b.dtype !== "float32") return;
    const isBias = a.shape.length > 1 && b.shape.length === 1 && b.size === a.shape.at(-1);
    if (!isBias && !tf.util.arraysEqual(a.shape, b.shape)) return;
    const out = heap.output(a.shape);
    const columns = b.size;
    kernels.addBias(address(a), address(b), address(out), a.size / (columns || 1), columns, 0);
    return out;
  });

  registerKernel<{ x: Tensor }, { axis: number | number[]; keepDims: boolean }>(
    tf,
    tf.Sum,
    ({ inputs: { x }, attrs: { axis, keepDims } }) => {
      const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const [first, last] = [axes[0], axes.at(-1)];
      if (x.dtype !== "float32" || first === undefined || last === undefined) return;
      // Adjacent axes that do not include the last one: column sums. TensorFlow.js's own kernel
      // leaves empty sums uninitialized.
      if (last - first !== axes.length - 1) return;
      if (last === x.shape.length - 1 && x.size > 0) return;
      const size = tf.util.sizeFromShape;
      const out = heap.output(
        x.shape.flatMap((length, i) => i < first || i > last ? [length] : keepDims ? [1] : []),
      );
      const [outer, rows, columns] = [
        size(x.shape.slice(0, first)),
        size(x.shape.slice(first, last + 1)),
        size(x.shape.slice(last + 1)),
      ];
      kernels.columnSums(address(x), address(out), outer, rows, columns);
      return out;
    },
  );

  registerKernel<{ dy: Tensor; y: Tensor }, unknown>(
    tf,
    RELU_GRAD,
    ({ inputs: { dy, y } }) => {
      const dx = heap.overwrite(dy);
      kernels.reluGrad(address(dy), address(y), address(dx), dy.size);
      return dx;
    },
  );

  tf.registerGradient({
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc(dy, [y]) {
      return {
        // Gradients are registered for all backends, kernels for a single one.
        x: () =>
          tf.getBackend() === "wasm"
            ? runKernel<Tensor>(tf, RELU_GRAD, { dy, y })
            : tf.mul(dy as Tensor, tf.step(y!)),
      };
    },
  });
}
