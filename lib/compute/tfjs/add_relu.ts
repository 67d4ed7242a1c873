import type { Tensor } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import { registerKernel, runKernel, type TensorFlow } from "./register.ts";

const FORWARD = "AddRelu";
const BACKWARD = "AddReluGrad";

interface Attributes {
  perChannel: boolean;
}

/**
 * max(0, x + b), in one pass over the numbers; its derivatives take one pass, too, instead of two.
 *
 * @param x Values with the channels last.
 * @param b One number per channel, or as many as `x` has, in the same shape.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { addRelu } from "lib/compute/tfjs/add_relu.ts";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 *
 * const tf = await loadTensorFlow();
 * const y = tf.tidy(() => addRelu(tf, tf.tensor([[1, 2]]), tf.tensor([3, -4])).dataSync());
 * assertEquals([...y], [4, 0]);
 * ```
 */
export function addRelu<T extends Tensor>(tf: TensorFlow, x: T, b: Tensor): T {
  return runKernel<T>(tf, FORWARD, { x, b }, { perChannel: b.rank === 1 });
}

/**
 * The derivatives of {@linkcode addRelu} with respect to x and b, given that with respect to its
 * result y, whose memory may become that of the first.
 */
export function addReluGrad(
  tf: TensorFlow,
  dy: Tensor,
  y: Tensor,
  perChannel: boolean,
): [dx: Tensor, db: Tensor] {
  const [dx, db] = runKernel<Tensor[]>(tf, BACKWARD, { dy, y }, { perChannel });
  return [dx!, db!];
}

/** Registers the kernels of {@linkcode addRelu} and its derivatives. */
export function registerAddRelu(tf: TensorFlow, heap: Heap): void {
  const { address, kernels } = heap;

  registerKernel<{ x: Tensor; b: Tensor }, unknown>(tf, FORWARD, ({ inputs: { x, b } }) => {
    const y = heap.output(x.shape);
    const columns = b.size;
    kernels.addBias(address(x), address(b), address(y), x.size / (columns || 1), columns, 1);
    return y;
  });

  registerKernel<{ dy: Tensor; y: Tensor }, Attributes>(
    tf,
    BACKWARD,
    ({ inputs: { dy, y }, attrs: { perChannel } }) => {
      const dx = heap.overwrite(dy);
      if (!perChannel) {
        kernels.reluGrad(address(dy), address(y), address(dx), y.size);
        return [dx, heap.share(dx)];
      }
      const columns = y.shape.at(-1)!;
      const db = heap.output([columns]);
      const rows = y.size / (columns || 1);
      kernels.addBiasReluGrad(address(dy), address(y), address(dx), address(db), rows, columns);
      return [dx, db];
    },
  );

  tf.registerGradient({
    kernelName: FORWARD,
    outputsToSave: [true],
    gradFunc(dy, [y], attrs) {
      const { perChannel } = attrs as unknown as Attributes;
      const [dx, db] = addReluGrad(tf, dy as Tensor, y!, perChannel);
      return { x: () => dx, b: () => db };
    },
  });
}
