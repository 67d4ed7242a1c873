import { UserError } from "../errors.ts";
import { checkKeys, checkWord } from "../options.ts";
import { type Layout, layout } from "./layout.ts";
import { type LinearLayer, linearLayers } from "./linear_layers.ts";

/** Activation of the hidden units. */
export type MlpActivation = "relu" | "tanh";

/**
 * Loss of an MLP's outputs z at a label y, averaged over examples: softmax cross-entropy −ln
 * softmax(z)[y], in nats, or `"mse"`, the mean of (z − onehot(y))², also over the outputs.
 */
export type MlpLoss = "crossEntropy" | "mse";

/** The activation, loss and biases of a multilayer perceptron. */
export interface MlpOptions {
  /** Activation of the hidden units, `"relu"` by default. */
  activation?: MlpActivation;
  /** Loss function on the outputs, `"crossEntropy"` by default. */
  loss?: MlpLoss;
  /** Whether layers have biases; true by default. */
  bias?: boolean;
}

/** Successive inputs of a network that are in use. */
export interface InputRange {
  /** The first of them. */
  readonly start: number;
  /** The row of its weights, among those in use. */
  readonly row: number;
  /** How many they are. */
  count: number;
}

/** The architecture of an MLP, and the layout of its arrays. */
export interface MlpShape {
  /** Numbers of units, from the inputs to the outputs. */
  readonly widths: readonly number[];
  /** Activation of the hidden units. */
  readonly activation: MlpActivation;
  /** Loss function on the outputs. */
  readonly loss: MlpLoss;
  /** Parameters `weight1`, `bias1`, `weight2`, … in φ. */
  readonly layout: Layout;
  /** The same, layer by layer. */
  readonly places: readonly LinearLayer[];
  /** The inputs in use, as many as the first width says; all others are 0 in all examples. */
  readonly inputs: readonly InputRange[];
}

/**
 * Checks what defines a multilayer perceptron, and lays out its parameters.
 *
 * @param of The function that was given the options, such as `"mlp()"`.
 * @throws {UserError} If the widths are not at least two positive integers, or an option is not
 * known.
 */
export function mlpShape(widths: readonly number[], options: MlpOptions, of: string): MlpShape {
  const { activation = "relu", loss = "crossEntropy", bias = true } = options;
  checkKeys(options, ["activation", "loss", "bias"], of);
  checkWord(activation, ["relu", "tanh"], "activation", of);
  checkWord(loss, ["crossEntropy", "mse"], "loss", of);
  if (widths.length < 2 || widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new UserError(
      `An MLP cannot have the widths [${widths.join(", ")}].`,
      "Give the numbers of inputs, hidden units and outputs, each a positive integer.",
    );
  }
  const arrays: [string, number[]][] = [];
  for (let l = 1; l < widths.length; l++) {
    arrays.push([`weight${l}`, [widths[l - 1]!, widths[l]!]]);
    if (bias) arrays.push([`bias${l}`, [widths[l]!]]);
  }
  const own = layout(arrays);
  const inputs = [{ start: 0, row: 0, count: widths[0]! }];
  return { widths, activation, loss, layout: own, places: linearLayers(own), inputs };
}

/** Row length of an array of so many units: a multiple of 4, as the kernels require. */
export function padded(width: number): number {
  return Math.ceil(width / 4) * 4;
}
