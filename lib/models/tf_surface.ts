import type { NamedTensorMap, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { crossEntropy } from "../compute/tfjs/cross_entropy.ts";
import { gradients } from "../compute/tfjs/gradients.ts";
import { emptyTensor, numbers } from "../compute/tfjs/tensors.ts";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { UserError } from "../errors.ts";
import { checkKeys, checkWhole } from "../options.ts";
import { checkLength, type Layout } from "./layout.ts";
import { withParameters } from "./tf_parameters.ts";
import type { Batch, ClassifierSurface } from "../surface.ts";

/**
 * A network in TensorFlow.js operations: maps its parameters, by name, and inputs (examples × shape
 * of an example) to logits (examples × classes).
 */
export type Forward = (parameters: NamedTensorMap, x: Tensor) => Tensor2D;

/** A network as a function of one flat vector of parameters φ. */
export interface TfNetwork {
  /** Names, shapes and offsets of the parameters in φ. */
  readonly layout: Layout;
  /** The function that it computes. */
  readonly forward: Forward;
  /**
   * For a network that has variables of its own: sets them to these values, calls `use` with them,
   * and sets them back.
   */
  readonly withParameters?: (
    values: NamedTensorMap,
    use: (variables: NamedTensorMap) => void,
  ) => void;
}

/** A classifier's surface, and its logits. */
export interface TfSurface extends ClassifierSurface {
  /** The logits (examples × classes) of the batch, or of all examples. */
  logits(phi: Float32Array, batch?: Batch): Float32Array;
}

/** How many examples {@linkcode tfSurface} passes through the network at a time. */
export interface TfSurfaceOptions {
  /**
   * Maximum number of examples that pass through the network at a time if no batch is given, 250 by
   * default. Batch normalization takes its statistics over each such part, or over the batch.
   */
  chunk?: number;
}

/**
 * The mean softmax cross-entropy of a network over the data, differentiated by TensorFlow.js.
 *
 * @param tf TensorFlow.js from `loadTensorFlow()`.
 * @throws {UserError} If the data are not whole; the methods, if the network has not as many outputs
 * as there are classes. The surface's methods throw a `RangeError` for vectors
 * of the wrong length, empty batches and indices out of range.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 * import { layout } from "lib/models/layout.ts";
 * import { tfSurface } from "lib/models/tf_surface.ts";
 *
 * const tf = await loadTensorFlow();
 * const network = {
 *   layout: layout([["weight", [2, 3]]]),
 *   forward: (p, x) => tf.matMul(x, p.weight!),
 * } satisfies Parameters<typeof tfSurface>[1];
 * const surface = tfSurface(tf, network, {
 *   name: "two points",
 *   x: new Float32Array([0, 1, 1, 0]),
 *   y: new Uint8Array([0, 2]),
 *   size: 2,
 *   shape: [2],
 *   classes: 3,
 * });
 * assertAlmostEquals(surface.loss(new Float32Array(6)), Math.log(3), 1e-6);
 * ```
 */
export function tfSurface(
  tf: TensorFlow,
  network: TfNetwork,
  data: Dataset,
  options: TfSurfaceOptions = {},
): TfSurface {
  checkDataset(data);
  const { chunk = 250 } = options;
  checkKeys(options, ["chunk"], "surface()");
  checkWhole(chunk, 1, "chunk", "surface()");
  const { parameters, dim } = network.layout;
  const inputs = data.x.length / data.size;

  /** The logits; their number is not known before the network has run. */
  function forward(p: NamedTensorMap, x: Tensor): Tensor2D {
    const outputs = network.forward(p, x);
    if (outputs.shape[1] === data.classes) return outputs;
    throw new UserError(
      `The data set ${data.name} has ${data.classes} classes, the network ${
        outputs.shape[1]
      } outputs.`,
      "Make these numbers equal.",
    );
  }

  /** Inputs and labels of a batch. */
  function examples(batch: Batch): { x: Tensor; y: Uint8Array } {
    const x = emptyTensor(tf, [batch.length, ...data.shape] as [number, number]);
    const y = new Uint8Array(batch.length);
    const to = numbers(tf, x);
    batch.forEach((index, i) => {
      if (index >= data.size) {
        throw new RangeError(`The data set ${data.name} has no example ${index}.`);
      }
      y[i] = data.y[index]!;
    });
    // One copy for a run of consecutive examples, such as all of them.
    for (let i = 0, end = 0; i < batch.length; i = end) {
      do end++; while (batch[end] === batch[end - 1]! + 1);
      const first = batch[i]!;
      to.set(data.x.subarray(first * inputs, (first + end - i) * inputs), i * inputs);
    }
    return { x, y };
  }

  /** The batch itself, or all examples in parts of nearly equal size. */
  function parts(batch?: Batch): Batch[] {
    if (batch?.length === 0) throw new RangeError("The mean over an empty batch is not defined.");
    if (batch) return [batch];
    const count = Math.ceil(data.size / chunk);
    return Array.from({ length: count }, (_, i) => {
      const start = Math.floor(i * data.size / count);
      const end = Math.floor((i + 1) * data.size / count);
      return Uint32Array.from({ length: end - start }, (_, j) => start + j);
    });
  }

  /** Calls `use` with the parameters and each part in turn, and disposes of its tensors. */
  function eachPart(
    phi: Float32Array,
    batch: Batch | undefined,
    use: (p: NamedTensorMap, x: Tensor, y: Uint8Array, share: number) => void,
  ): void {
    const all = parts(batch);
    const total = batch?.length ?? data.size;
    tf.tidy(() =>
      withParameters(tf, network, phi, (p) => {
        for (const part of all) {
          tf.tidy(() => {
            const { x, y } = examples(part);
            use(p, x, y, part.length / total);
          });
        }
      })
    );
  }

  function gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number {
    checkLength(out, dim);
    let loss = 0;
    let first = true;
    eachPart(phi, batch, (p, x, y, share) => {
      const { value, grads } = gradients(
        tf,
        () => crossEntropy(tf, forward(p, x), y),
        parameters.map(({ name }) => p[name]!),
      );
      loss += share * numbers(tf, value)[0]!;
      grads.forEach((part, i) => {
        const { offset, size } = parameters[i]!;
        const target = out.subarray(offset, offset + size);
        if (first && (!part || share < 1)) target.fill(0);
        // It is undefined if the loss does not depend on the parameter.
        if (part) addScaled(target, numbers(tf, part), share);
      });
      first = false;
    });
    return loss;
  }

  function logits(phi: Float32Array, batch?: Batch): Float32Array {
    const out = new Float32Array((batch?.length ?? data.size) * data.classes);
    let at = 0;
    eachPart(phi, batch, (p, x) => {
      const z = numbers(tf, forward(p, x));
      out.set(z, at);
      at += z.length;
    });
    return out;
  }

  function accuracy(phi: Float32Array): number {
    let correct = 0;
    eachPart(phi, undefined, (p, x, y) => correct += countCorrect(numbers(tf, forward(p, x)), y));
    return correct / data.size;
  }

  function evaluate(phi: Float32Array): { loss: number; accuracy: number } {
    let [loss, correct] = [0, 0];
    eachPart(phi, undefined, (p, x, y, share) => {
      const outputs = forward(p, x);
      correct += countCorrect(numbers(tf, outputs), y);
      loss += share * numbers(tf, crossEntropy(tf, outputs, y))[0]!;
    });
    return { loss, accuracy: correct / data.size };
  }

  return {
    dim,
    examples: data.size,
    gradient,
    logits,
    loss(phi, batch) {
      let loss = 0;
      eachPart(phi, batch, (p, x, y, share) => {
        loss += share * numbers(tf, crossEntropy(tf, forward(p, x), y))[0]!;
      });
      return loss;
    },
    accuracy,
    evaluate,
  };
}

/**
 * How many examples have their largest logit, the first of equal ones, at their label; none whose
 * logits are not all numbers.
 */
function countCorrect(logits: Float32Array, labels: Uint8Array): number {
  const classes = logits.length / labels.length;
  let correct = labels.length;
  labels.forEach((label, i) => {
    const first = i * classes;
    const own = logits[first + label]!;
    for (let j = 0; j < classes; j++) {
      const other = logits[first + j]!;
      if (j < label ? other < own : other <= own) continue;
      correct--;
      return;
    }
  });
  return correct;
}

function addScaled(target: Float32Array, from: Float32Array, factor: number): void {
  if (factor === 1) return target.set(from);
  for (let i = 0; i < from.length; i++) target[i] = target[i]! + factor * from[i]!;
}
