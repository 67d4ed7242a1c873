import { exp } from "../../elementary/exp.ts";
import { log } from "../../elementary/log.ts";
import { UserError } from "../../errors.ts";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { emptyTensor, numbers, scalar } from "./tensors.ts";
import type { TensorFlow } from "./register.ts";

/**
 * Derivatives below this count as 0, so that results computed from them are normal float32 numbers:
 * some processors are 100 times slower on denormal ones.
 */
const TINY = 1e-19;

/**
 * Mean softmax cross-entropy −ln softmax(z)[label], in nats, of the rows z of `logits`.
 *
 * @param logits Examples × classes.
 * @param labels One label per example, in [0, classes).
 * @throws {UserError} If a label is none of the classes.
 */
export function crossEntropy(tf: TensorFlow, logits: Tensor2D, labels: Uint8Array): Scalar {
  const [rows, columns] = logits.shape;
  checkLabels(labels, columns);
  return tf.customGrad((logits, save) => {
    const derivative = emptyTensor(tf, [rows, columns]);
    const z = numbers(tf, derivative);
    z.set(numbers(tf, logits as Tensor2D));
    const loss = softmaxCrossEntropy(z, labels, rows, columns);
    (save as (tensors: Tensor[]) => void)([derivative]);
    return {
      value: scalar(tf, loss),
      gradFunc: (dy, [derivative]) => times(tf, derivative!, dy as Scalar),
    };
  })(logits) as Scalar;
}

/** Multiplies by a number; by 1, as at the end of a backward pass, in a tenth of the time. */
function times(tf: TensorFlow, tensor: Tensor, factor: Scalar): Tensor {
  return numbers(tf, factor)[0] === 1 ? tf.clone(tensor) : tf.mul(tensor, factor);
}

function checkLabels(labels: Uint8Array, classes: number): void {
  const example = labels.findIndex((label) => label >= classes);
  if (example === -1) return;
  throw new UserError(
    `Example ${example} has the label ${labels[example]}, but the network has ${classes} outputs.`,
    `Use whole numbers from 0 to ${classes - 1}.`,
  );
}

/**
 * The mean cross-entropy; replaces the logits with its derivative, (softmax(z) − onehot) / rows.
 */
function softmaxCrossEntropy(
  z: Float32Array,
  labels: Uint8Array,
  rows: number,
  columns: number,
): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    const end = start + columns;
    let max = -Infinity;
    for (let at = start; at < end; at++) max = Math.max(max, z[at]!);
    const label = start + labels[i]!;
    total += max - z[label]!;
    let sum = 0;
    for (let at = start; at < end; at++) {
      const weight = exp(z[at]! - max);
      sum += weight;
      z[at] = weight;
    }
    total += log(sum);
    for (let at = start; at < end; at++) {
      const derivative = z[at]! / (sum * rows);
      z[at] = derivative < TINY ? 0 : derivative;
    }
    z[label] = z[label]! - 1 / rows;
  }
  return total / rows;
}
