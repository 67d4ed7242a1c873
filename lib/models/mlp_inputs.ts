import type { Dataset } from "../datasets/dataset.ts";
import { type InputRange, type MlpShape, padded } from "./mlp_shape.ts";

/** A network and its data. */
interface Fitted {
  /** The network. */
  readonly shape: MlpShape;
  /** The data, with as many inputs as the network. */
  readonly data: Dataset;
}

/** With more inputs than this share, copies of weights take what smaller products save. */
const MOST = 0.9;

/**
 * The same network and data without the inputs that are 0 in all examples, such as the corners of
 * MNIST's images, which take no part in the loss or its derivatives. This makes a step of 20.13,
 * where 609 of 784 pixels are left, take 10 % less time.
 */
export function withoutZeroInputs(shape: MlpShape, data: Dataset): Fitted {
  const inputs = shape.widths[0]!;
  const ranges = rangesOf(findUsed(data.x, inputs));
  const left = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  if (left > MOST * inputs) return { shape, data };
  const [first, ...others] = shape.places;
  return {
    shape: {
      widths: [left, ...shape.widths.slice(1)],
      activation: shape.activation,
      loss: shape.loss,
      layout: shape.layout,
      places: [{ weight: first!.weight, bias: first!.bias, inputs: ranges }, ...others],
    },
    data: {
      name: data.name,
      x: select(ranges, left, data.x, inputs),
      y: data.y,
      size: data.size,
      shape: [left],
      classes: data.classes,
    },
  };
}

/** Which inputs are not 0 in some example; up to 3 more make rows of whole SIMD vectors. */
function findUsed(x: Float32Array, inputs: number): Uint8Array {
  const isUsed = new Uint8Array(inputs);
  let unused = Array.from(isUsed.keys());
  for (let start = 0; start < x.length && unused.length > 0; start += inputs) {
    const found = unused.filter((input) => x[start + input] !== 0);
    if (found.length === 0) continue;
    for (const input of found) isUsed[input] = 1;
    unused = unused.filter((input) => isUsed[input] === 0);
  }
  const used = inputs - unused.length;
  for (const input of unused.slice(0, padded(used) - used)) isUsed[input] = 1;
  return isUsed;
}

/** The inputs that are used, as ranges. */
function rangesOf(isUsed: Uint8Array): InputRange[] {
  const ranges: InputRange[] = [];
  let start = isUsed.indexOf(1);
  while (start >= 0) {
    const next = isUsed.indexOf(0, start);
    const end = next < 0 ? isUsed.length : next;
    ranges.push({ start, end });
    start = isUsed.indexOf(1, end);
  }
  return ranges;
}

/** The rows of x with these inputs alone, so many of them. */
function select(
  ranges: readonly InputRange[],
  left: number,
  x: Float32Array,
  inputs: number,
): Float32Array {
  const selected = new Float32Array(x.length / inputs * left);
  let to = 0;
  for (let row = 0; row < x.length; row += inputs) {
    for (const { start, end } of ranges) {
      for (let input = start; input < end; input++) {
        selected[to] = x[row + input]!;
        to += 1;
      }
    }
  }
  return selected;
}
