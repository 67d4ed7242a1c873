import type { LayersModel, NamedTensorMap, Variable } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { UserError } from "../errors.ts";
import { logitsOf } from "./layers_logits.ts";
import { checkLength, layout, viewOf } from "./layout.ts";
import { tfInputSurface } from "./tf_input_surface.ts";
import type { TfModel } from "./tf_network.ts";
import { type TfNetwork, tfSurface } from "./tf_surface.ts";

/**
 * A layers model of TensorFlow.js as a function of its trainable weights, in one flat vector φ. Its
 * surfaces leave the model its own weights; to make one throws a {@linkcode UserError}, too, if
 * TensorFlow.js cannot differentiate the model.
 */
export interface LayersNetwork extends TfModel {
  /** The weights that the model has now, as φ (length D), in a new vector. */
  weights(): Float32Array;
  /** Gives the model the weights φ (length D). */
  setWeights(phi: Float32Array): void;
}

/**
 * A classifier that was built or loaded with TensorFlow.js's layers, as a function of its weights.
 * A softmax at its end is left out, as the loss has its own. Weights that are not trainable stay as
 * they are; dropout drops nothing, and batch normalization takes the statistics that the model has.
 *
 * It has no exact products with the Hessian: `hessianAt` takes differences of gradients, which need
 * smooth activations, such as tanh.
 *
 * @param model With one input, and as many outputs as there are classes. What it was compiled for
 * does not count.
 * @throws {UserError} If the model is another one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 * import { layersNetwork } from "lib/models/layers_network.ts";
 *
 * const tf = await loadTensorFlow();
 * const model = tf.sequential({
 *   layers: [
 *     tf.layers.dense({ units: 8, activation: "tanh", inputShape: [2] }),
 *     tf.layers.dense({ units: 3, activation: "softmax" }),
 *   ],
 * });
 * const network = await layersNetwork(model);
 * assertEquals(network.dim, 2 * 8 + 8 + 8 * 3 + 3);
 * const phi = network.weights();
 * network.setWeights(phi.map((weight) => weight / 2));
 * ```
 */
export async function layersNetwork(model: LayersModel): Promise<LayersNetwork> {
  checkModel(model);
  const tf = await loadTensorFlow();
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const logits = logitsOf(tf, model);
  const network: TfNetwork = {
    layout: layout(variables.map(({ name, shape }) => [name, shape])),
    forward: (_, x) => logits(x), // the variables have the parameters
    withParameters: (values, use) => withValues(tf, variables, values, use),
  };
  const { parameters, dim } = network.layout;

  function weights(): Float32Array {
    const phi = new Float32Array(dim);
    variables.forEach((variable, i) => phi.set(variable.dataSync(), parameters[i]!.offset));
    return phi;
  }

  return {
    layout: network.layout,
    dim,
    weights,
    setWeights(phi) {
      checkLength(phi, dim);
      tf.tidy(() =>
        variables.forEach((variable, i) => {
          const values = viewOf(parameters[i]!, phi).slice();
          variable.assign(tf.tensor(values, variable.shape));
        })
      );
    },
    surface(data, options) {
      const shape = shapeFor(model, data);
      const surface = tfSurface(tf, network, { ...data, shape }, options);
      tryOut(() => surface.gradient(weights(), new Float32Array(dim), Uint32Array.of(0)));
      return surface;
    },
    inputSurface: (phi, labels) =>
      tfInputSurface(tf, network, phi, inputShape(model) as number[], labels),
  };
}

/** Shape of an example; null where the model takes any length. */
function inputShape(model: LayersModel): (number | null)[] {
  return model.inputs[0]!.shape.slice(1);
}

function checkModel(model: LayersModel): void {
  if (!Array.isArray(model.layers)) {
    throw new UserError(
      "layersNetwork() got no layers model.",
      "Give it one of `tf.sequential()`, `tf.model()` or `readLayersModel()`.",
    );
  }
  if (model.layers.length === 0) {
    throw new UserError("The model has no layers yet.", "Add them first.");
  }
  const { length: inputs } = model.inputs;
  const { length: outputs } = model.outputs;
  if (inputs !== 1 || outputs !== 1) {
    throw new UserError(
      `The model has ${inputs} inputs and ${outputs} outputs.`,
      "Use a model that maps one tensor to another.",
    );
  }
  const [, ...shape] = model.outputs[0]!.shape;
  if (shape.length !== 1 || shape[0]! < 2) {
    throw new UserError(
      `The model returns [${shape.join(", ")}] numbers an example, which are no logits of classes.`,
      "Give it one output a class: two for two classes.",
    );
  }
  if (model.trainableWeights.length === 0) {
    throw new UserError("No weight of the model is trainable.", "Set `trainable` of its layers.");
  }
}

/**
 * The shape in which the model takes the examples of a data set. Lengths of 1 may differ, and a model
 * that takes vectors takes all shapes of that size.
 */
function shapeFor(model: LayersModel, { name, shape }: Dataset): readonly number[] {
  const expected = inputShape(model);
  if (expected.includes(null)) return shape;
  const own = expected as number[];
  const size = shape.reduce((product, side) => product * side, 1);
  const isVector = own.length === 1 && own[0] === size;
  if (isVector || withoutOnes(own) === withoutOnes(shape)) return own;
  throw new UserError(
    `The model takes examples of shape [${own.join(", ")}], the data set ${name} has ` +
      `[${shape.join(", ")}].`,
    "Give the model's first layer the `inputShape` of the data.",
  );
}

function withoutOnes(shape: readonly number[]): string {
  return shape.filter((side) => side !== 1).join(", ");
}

/** Gives the variables other values while `use` runs, and then their own again. */
function withValues(
  tf: TensorFlow,
  variables: readonly Variable[],
  values: NamedTensorMap,
  use: (variables: NamedTensorMap) => void,
): void {
  const own = variables.map((variable) => tf.clone(variable));
  try {
    for (const variable of variables) variable.assign(values[variable.name]!);
    use(Object.fromEntries(variables.map((variable) => [variable.name, variable])));
  } finally {
    variables.forEach((variable, i) => variable.assign(own[i]!));
  }
}

/** Passes an example through the network and back, so that what does not work is said at once. */
function tryOut(pass: () => void): void {
  try {
    pass();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const { message } = cause as Error;
    const [, kernel] = /Kernel '(\w+)' not registered/.exec(message) ?? [];
    throw new UserError(
      kernel === undefined
        ? `The model cannot be differentiated: ${message}.`
        : `A layer of the model needs the kernel ${kernel}, which TensorFlow.js lacks here.`,
      "Replace that layer.",
      { cause },
    );
  }
}
