import type { Tensor } from "@tensorflow/tfjs";
import { crossEntropy } from "../compute/tfjs/cross_entropy.ts";
import { gradients } from "../compute/tfjs/gradients.ts";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { softmaxCrossEntropy } from "../compute/softmax.ts";
import { numbers } from "../compute/tfjs/tensors.ts";
import { UserError } from "../errors.ts";
import type { InputSurface } from "../surface.ts";
import { checkLength } from "./layout.ts";
import { withParameters } from "./tf_parameters.ts";
import type { TfNetwork } from "./tf_surface.ts";

/**
 * A network's mean cross-entropy as a function of its inputs, at fixed parameters, for adversarial
 * examples. The surface's vector holds the inputs of all examples, one after another.
 *
 * @param phi Parameters of the network (length D).
 * @param shape Shape of one example.
 * @param labels One label per example, such as the target class of an attack.
 * @throws {UserError} If there are no labels; the methods, if one is none of the network's outputs.
 */
export function tfInputSurface(
  tf: TensorFlow,
  network: TfNetwork,
  phi: Float32Array,
  shape: readonly number[],
  labels: Uint8Array,
): InputSurface {
  if (labels.length === 0) {
    throw new UserError("There are no examples to change.", "Give at least one label.");
  }
  const batchShape = [labels.length, ...shape];
  const dim = tf.util.sizeFromShape(batchShape);
  const { forward } = network;
  function load(inputs: Float32Array): Tensor {
    checkLength(inputs, dim);
    return tf.tensor(inputs, batchShape);
  }
  /** Mean loss; `read` receives the logits before they are disposed. */
  function gradient(
    inputs: Float32Array,
    out: Float32Array,
    read: (logits: Float32Array) => void = () => {},
  ): number {
    let loss = NaN;
    tf.tidy(() =>
      withParameters(tf, network, phi, (p) => {
        const x = load(inputs);
        const { value, grads } = gradients(tf, () => {
          const outputs = forward(p, x);
          read(numbers(tf, outputs));
          return crossEntropy(tf, outputs, labels);
        }, [x]);
        out.set(numbers(tf, grads[0]!));
        loss = numbers(tf, value)[0]!;
      })
    );
    return loss;
  }
  function loss(inputs: Float32Array): number {
    let loss = NaN;
    tf.tidy(() =>
      withParameters(tf, network, phi, (p) => {
        loss = numbers(tf, crossEntropy(tf, forward(p, load(inputs)), labels))[0]!;
      })
    );
    return loss;
  }
  return {
    dim,
    examples: 1,
    loss,
    gradient: (inputs, out) => gradient(inputs, out),
    gradients(inputs, out) {
      const losses = new Float32Array(labels.length);
      gradient(inputs, out, (logits) => {
        const classes = logits.length / labels.length;
        labels.forEach((label, i) => {
          const z = Float64Array.from(logits.subarray(i * classes, (i + 1) * classes));
          losses[i] = softmaxCrossEntropy(z, label);
        });
      });
      for (let i = 0; i < dim; i++) out[i] = labels.length * out[i]!;
      return losses;
    },
  };
}
