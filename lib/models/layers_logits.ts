import type { layers, LayersModel, Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../compute/tfjs/register.ts";
import { UserError } from "../errors.ts";

type Layer = layers.Layer;

/** Maps inputs (examples × shape of an example) to logits (examples × classes). */
export type Logits = (x: Tensor) => Tensor2D;

/**
 * The logits of a layers model: its outputs, or what goes into the softmax that it ends with. Its
 * layers work as they do after training: dropout drops nothing, and batch normalization takes the
 * statistics that the model has.
 *
 * @throws {UserError} If the model ends with another nonlinearity, or with a softmax inside of a
 * layer that is not dense.
 */
export function logitsOf(tf: TensorFlow, model: LayersModel): Logits {
  const last = model.outputs[0]!.sourceLayer;
  const kind = last.getClassName();
  const activation = activationOf(last);
  if (activation === "linear") return applied(model);
  if (activation !== "softmax") {
    throw new UserError(
      `The model ends with the activation ${activation}, but the loss takes logits.`,
      "Let its last layer be linear, or end with a softmax.",
    );
  }
  if (!["Softmax", "Activation", "Dense"].includes(kind)) {
    throw new UserError(
      `The model ends with a softmax inside of a layer of the kind ${kind}.`,
      "Make that layer linear, and let a layer `tf.layers.softmax()` follow it.",
    );
  }
  const units = applied(tf.model({ inputs: model.inputs, outputs: last.input }));
  return kind === "Dense" ? dense(tf, units, last) : units;
}

/** The activation of a layer, `"linear"` if it has none; of a model inside a model, its last one. */
function activationOf(layer: Layer): string {
  if (layer.getClassName() === "Softmax") return "softmax";
  const inner = (layer as Partial<LayersModel>).outputs?.[0]?.sourceLayer;
  if (inner) return activationOf(inner);
  const { activation } = layer.getConfig();
  return typeof activation === "string" ? activation : "linear";
}

function applied(model: LayersModel): Logits {
  return (x) => model.apply(x, { training: false }) as Tensor2D;
}

/** What a dense layer computes ahead of its activation. */
function dense(tf: TensorFlow, units: Logits, layer: Layer): Logits {
  const [kernel, bias] = layer.weights;
  return (x) => {
    const products: Tensor2D = tf.matMul(units(x), kernel!.read() as Tensor2D);
    return bias === undefined ? products : tf.add(products, bias.read());
  };
}
