import { gemm } from "lib/compute/blas.ts";
import {
  addBias,
  addBiasRelu,
  addColumnSums,
  countCorrect,
  maskRelu,
  softmaxCrossEntropy,
} from "lib/compute/elementwise.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { UserError } from "lib/errors.ts";
import type { Batch, ClassifierSurface } from "lib/surface.ts";
import { type Layout, viewParameter } from "lib/models/layout.ts";

/** Examples that go through all layers at a time, few enough for their units to stay in the cache. */
const TILE = 128;

/** One layer's parameters, its number of inputs and of outputs. */
interface Layer {
  weight: Float32Array;
  bias: Float32Array;
  inputs: number;
  outputs: number;
}

/**
 * The mean softmax cross-entropy of a ReLU network over the data, with the gradient by
 * backpropagation (Prince 2023, section 7.4). The examples pass forward and backward in tiles, in
 * buffers made once a surface.
 *
 * @param widths Numbers of units from inputs to outputs.
 * @param layout `weight1` (inputs × outputs), `bias1`, `weight2`, … as {@linkcode mlp} makes it.
 * @throws {UserError} If the examples or classes do not fit the widths; the surface's functions
 * throw a `RangeError` for vectors of a wrong length and for examples that the data do not have.
 */
export function mlpSurface(
  widths: readonly number[],
  layout: Layout,
  data: Dataset,
): ClassifierSurface {
  const depth = widths.length - 1;
  const [inputs, classes] = [widths[0]!, widths[depth]!];
  if (data.x.length !== data.size * inputs || data.classes !== classes) {
    throw new UserError(
      `The data set ${data.name} has ${data.x.length / data.size} inputs and ${data.classes} ` +
        `classes, the MLP ${inputs} inputs and ${classes} outputs.`,
      "Make the MLP's first and last width equal to them.",
    );
  }
  const gathered = new Float32Array(TILE * inputs);
  const gatheredLabels = new Uint8Array(TILE);
  /** Outputs of each layer for one tile, and the loss's derivatives by what goes into the ReLUs. */
  const units = widths.slice(1).map((width) => new Float32Array(TILE * width));
  const deltas = widths.slice(1, -1).map((width) => new Float32Array(TILE * width));

  function layers(phi: Float32Array): Layer[] {
    if (phi.length !== layout.dim) {
      throw new RangeError(`A vector of ${phi.length} numbers is not one of ${layout.dim}.`);
    }
    return Array.from({ length: depth }, (_, i) => ({
      weight: viewParameter(layout, phi, `weight${i + 1}`),
      bias: viewParameter(layout, phi, `bias${i + 1}`),
      inputs: widths[i]!,
      outputs: widths[i + 1]!,
    }));
  }

  /** Inputs and labels of examples [start, start + rows) of the batch, or of all the data. */
  function tile(start: number, rows: number, batch?: Batch): [Float32Array, Uint8Array] {
    if (!batch) {
      return [
        data.x.subarray(start * inputs, (start + rows) * inputs),
        data.y.subarray(start, start + rows),
      ];
    }
    for (let i = 0; i < rows; i++) {
      const index = batch[start + i]!;
      if (index >= data.size) {
        throw new RangeError(`The data set ${data.name} has no example ${index}.`);
      }
      gathered.set(data.x.subarray(index * inputs, (index + 1) * inputs), i * inputs);
      gatheredLabels[i] = data.y[index]!;
    }
    return [gathered, gatheredLabels];
  }

  /** Passes a tile through the network; returns the logits, rows × classes. */
  function forward(network: Layer[], x: Float32Array, rows: number): Float32Array {
    let a = x;
    network.forEach(({ weight, bias, inputs: k, outputs: n }, i) => {
      const c = units[i]!;
      gemm({ m: rows, n, k, a, b: weight, c });
      if (i < depth - 1) addBiasRelu(c, bias, rows, n);
      else addBias(c, bias, rows, n);
      a = c;
    });
    return a;
  }

  /** Adds a tile's share to the gradient, given the derivatives `delta` by the logits. */
  function backward(
    network: Layer[],
    gradient: Layer[],
    x: Float32Array,
    delta: Float32Array,
    rows: number,
  ): void {
    for (let i = depth - 1; i >= 0; i--) {
      const { inputs: m, outputs: n, weight } = network[i]!;
      const h = i === 0 ? x : units[i - 1]!;
      gemm({ m, n, k: rows, a: h, transA: true, b: delta, c: gradient[i]!.weight, beta: 1 });
      addColumnSums(delta, gradient[i]!.bias, rows, n);
      if (i === 0) return;
      const c = deltas[i - 1]!;
      gemm({ m: rows, n: m, k: n, a: delta, b: weight, transB: true, c });
      maskRelu(c, h, rows * m);
      delta = c;
    }
  }

  /** Mean loss, and its gradient in `out` if given. */
  function evaluate(phi: Float32Array, out?: Float32Array, batch?: Batch): number {
    const count = batch?.length ?? data.size;
    if (count === 0) throw new RangeError("The mean over an empty batch is not defined.");
    const network = layers(phi);
    const gradient = out && layers(out);
    out?.fill(0);
    let total = 0;
    for (let start = 0; start < count; start += TILE) {
      const rows = Math.min(TILE, count - start);
      const [x, y] = tile(start, rows, batch);
      const logits = forward(network, x, rows);
      total += softmaxCrossEntropy(logits, y, rows, classes, 1 / count);
      if (gradient) backward(network, gradient, x, logits, rows);
    }
    return total / count;
  }

  return {
    dim: layout.dim,
    loss: (phi, batch) => evaluate(phi, undefined, batch),
    gradient: (phi, out, batch) => evaluate(phi, out, batch),
    accuracy(phi) {
      const network = layers(phi);
      let correct = 0;
      for (let start = 0; start < data.size; start += TILE) {
        const rows = Math.min(TILE, data.size - start);
        const [x, y] = tile(start, rows);
        correct += countCorrect(forward(network, x, rows), y, rows, classes);
      }
      return correct / data.size;
    },
  };
}
