import { UserError } from "../errors.ts";
import { checkKeys, checkWord } from "../options.ts";
import { type Layout, layout } from "./layout.ts";

/** Activation of the hidden units. */
export type MlpActivation = "relu" | "tanh";

/**
 * Loss of an MLP's outputs z at a label y, averaged over examples: softmax cross-entropy −ln
 * softmax(z)[y], in nats, or `"mse"`, the mean of (z − onehot(y))², also over the outputs.
 */
export type MlpLoss = "crossEntropy" | "mse";

/** The architecture of an MLP, and the layout of its arrays. */
export interface MlpShape {
  /** Numbers of units, from the inputs to the outputs. */
  readonly widths: readonly number[];
  /** Activation of the hidden units. */
  readonly activation: MlpActivation;
  /** Loss function on the outputs. */
  readonly loss: MlpLoss;
  /** Whether layers have biases. */
  readonly bias: boolean;
  /** Parameters `weight1`, `bias1`, `weight2`, … in φ. */
  readonly layout: Layout;
}

/** Checks the options of a multilayer perceptron, whose words choose between what is computed. */
export function checkMlpOptions(
  options: { activation?: MlpActivation; loss?: MlpLoss; bias?: boolean },
  of: string,
): void {
  const { activation = "relu", loss = "crossEntropy" } = options;
  checkKeys(options, ["activation", "loss", "bias"], of);
  checkWord(activation, ["relu", "tanh"], "activation", of);
  checkWord(loss, ["crossEntropy", "mse"], "loss", of);
}

/**
 * The layout of φ: weights (inputs × outputs) and biases, layer by layer.
 *
 * @throws {UserError} If the widths are not at least two positive integers.
 */
export function mlpLayout(widths: readonly number[], bias: boolean): Layout {
  if (widths.length < 2 || widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new UserError(
      `An MLP cannot have the widths [${widths.join(", ")}].`,
      "Give the numbers of inputs, hidden units and outputs, each a positive integer.",
    );
  }
  return layout(
    widths.slice(1).flatMap((width, i) => [
      [`weight${i + 1}`, [widths[i]!, width]] as const,
      ...(bias ? [[`bias${i + 1}`, [width]] as const] : []),
    ]),
  );
}

/** Row lengths of the arrays of units: multiples of 4, as the kernels require. */
export function unitColumns(widths: readonly number[]): number[] {
  return widths.map((width, i) => i === 0 ? width : Math.ceil(width / 4) * 4);
}
