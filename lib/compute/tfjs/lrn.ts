import type { Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";

interface Attributes {
  depthRadius: number;
  bias: number;
  alpha: number;
  beta: number;
}

/**
 * Registers local response normalization and its derivative, if the number of channels is a
 * multiple of 4 and the exponent β a multiple of ¼, such as the usual ¾.
 */
export function registerLrn(tf: TensorFlow, heap: Heap): void {
  const { address } = heap;

  /** The kernels' arguments other than addresses; undefined if the call is not supported. */
  function plan(x: Tensor, { depthRadius, bias, alpha, beta }: Attributes) {
    const channels = x.shape.at(-1)!;
    const quarters = 4 * beta;
    if (channels % 4 !== 0 || channels === 0) return;
    if (!Number.isInteger(quarters) || quarters < 0) return;
    return {
      scratch: heap.scratch(2 * (channels + 2 * depthRadius + 4)),
      sizes: [x.size / channels, channels, depthRadius, bias, alpha, quarters] as const,
    };
  }

  registerKernel<{ x: Tensor }, Attributes>(tf, tf.LRN, ({ inputs: { x }, attrs }) => {
    const plans = plan(x, attrs);
    if (!plans) return;
    const y = heap.output(x.shape);
    heap.kernels.lrn(address(x), address(y), plans.scratch, ...plans.sizes);
    return y;
  });

  registerKernel<{ x: Tensor; y: Tensor; dy: Tensor }, Attributes>(
    tf,
    tf.LRNGrad,
    ({ inputs: { x, y, dy }, attrs }) => {
      const plans = plan(x, attrs);
      if (!plans) return;
      const dx = heap.overwrite(dy);
      heap.kernels.lrnGrad(
        address(x),
        address(y),
        address(dy),
        address(dx),
        plans.scratch,
        ...plans.sizes,
      );
      return dx;
    },
  );
}
