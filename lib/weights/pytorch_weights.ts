import type { NumericArray } from "../datasets/numeric_array.ts";
import { UserError } from "../errors.ts";
import type { Layout } from "../models/layout.ts";
import { type LinearLayer, linearLayers } from "../models/linear_layers.ts";

/** The arrays of a file, by name. */
type Arrays = ReadonlyMap<string, NumericArray>;

/**
 * The parameters φ of a network of fully connected layers from those of PyTorch's `nn.Linear`
 * layers, whose weights are outputs × inputs. A file of weights does not say which activation is
 * between the layers: the network must have that of the model.
 *
 * @param layout Of the network, such as an `mlp`.
 * @param arrays The model's `state_dict`, such as `readSafetensors` reads it; all are used.
 * @param layers Names of the `nn.Linear` layers from the inputs to the outputs, such as `"0"` and
 * `"2"` in an `nn.Sequential` with an activation between them.
 * @returns φ, of length D.
 * @throws {UserError} If names or shapes do not fit, an array is left over, or the network has other
 * layers.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mlp } from "lib/models/mlp.ts";
 * import { pytorchWeights } from "lib/weights/pytorch_weights.ts";
 *
 * const arrays = new Map([
 *   ["out.weight", { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }],
 *   ["out.bias", { shape: [2], values: [7, 8] }],
 * ]);
 * const phi = pytorchWeights(mlp([3, 2]).layout, arrays, ["out"]);
 * assertEquals([...phi], [1, 4, 2, 5, 3, 6, 7, 8]);
 * ```
 */
export function pytorchWeights(
  layout: Layout,
  arrays: Arrays,
  layers: readonly string[],
): Float32Array {
  const own = layersOf(layout);
  if (own.length !== layers.length) {
    throw new UserError(
      `The network has ${own.length} layers, but there are ${layers.length} names of layers.`,
      "Name all `nn.Linear` layers of the model, from the inputs to the outputs.",
    );
  }
  const phi = new Float32Array(layout.dim);
  const unused = new Set(arrays.keys());
  own.forEach(({ weight, bias }, i) => {
    const name = `${layers[i]}.weight`;
    phi.set(transposed(take(arrays, name, weight.shape.toReversed())), weight.offset);
    unused.delete(name);
    if (bias === undefined) return;
    const biasName = `${layers[i]}.bias`;
    phi.set(take(arrays, biasName, bias.shape).values, bias.offset);
    unused.delete(biasName);
  });
  if (unused.size === 0) return phi;
  throw new UserError(
    `The network has no place for ${[...unused].join(", ")}.`,
    "Give it all layers of the model, or delete these arrays from the map.",
  );
}

/** The layers of a network that has only fully connected ones. */
function layersOf(layout: Layout): LinearLayer[] {
  const layers = linearLayers(layout);
  const known = new Set(layers.flatMap(({ weight, bias }) => [weight, bias]));
  const other = layout.parameters.find((parameter) => !known.has(parameter));
  if (other === undefined) return layers;
  throw new UserError(
    `The network's ${other.name} is not of a fully connected layer.`,
    "Only networks of such layers can take PyTorch's weights.",
  );
}

/** The array of that name, if it has that shape. */
function take(arrays: Arrays, name: string, shape: readonly number[]): NumericArray {
  const array = arrays.get(name);
  if (array === undefined) {
    throw new UserError(
      `There is no array ${name}.`,
      `Choose the layers' names from ${[...arrays.keys()].join(", ")}.`,
    );
  }
  if (String(array.shape) === String(shape)) return array;
  throw new UserError(
    `The array ${name} has the shape [${array.shape.join(", ")}], but the network needs ` +
      `[${shape.join(", ")}].`,
    "Give the network the widths of the model.",
  );
}

function transposed({ shape, values }: NumericArray): Float32Array {
  const [rows, columns] = shape as [number, number];
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j]!;
  }
  return out;
}
