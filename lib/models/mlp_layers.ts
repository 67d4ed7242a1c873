import { kernels } from "../compute/kernels.ts";
import { at, type Matrix, zeroMatrix } from "../compute/matrix.ts";
import { address, type Arena, isResident } from "../compute/memory.ts";
import { viewOf } from "./layout.ts";
import type { LinearLayer } from "./linear_layers.ts";
import { type InputRange, type MlpShape, padded } from "./mlp_shape.ts";

/** One layer's arrays in the form that the matrix products need, all in the compute memory. */
export interface Layer {
  /** Weights, inputs × outputs, including padding in a padded copy. */
  readonly weight: Matrix;
  /** Biases, one row, padded to a multiple of 4; zeros if the model has none. */
  readonly bias: Matrix;
  /** Transposed weights, outputs × inputs. */
  readonly transposed: Matrix;
}

/**
 * A vector like φ, as layers. Layers work on φ itself if it is in the compute memory; those whose
 * width is not a multiple of 4 work on a padded copy, which makes products of width 63 up to 1.35
 * times as fast, and those of which not all inputs are in use, on a copy of the weights that are.
 */
export interface Layers {
  /** The layers, starting at the inputs. */
  readonly layers: readonly Layer[];
  /** Loads the layers' arrays from φ; `transpose` also fills in the transposed weights. */
  read(phi: Float32Array, transpose?: boolean): void;
  /**
   * Lets `compute` write the weights, and add to the biases, which are 0 at first. Then `out` holds
   * all of the layers' arrays.
   *
   * @returns What `compute` returns.
   */
  write<T>(out: Float32Array, compute: () => T): T;
}

/** A layer that knows its place in φ. */
interface PlacedLayer extends Layer {
  readonly place: LinearLayer;
  /** Whether `weight` is a copy; otherwise it is a part of φ itself. */
  readonly isCopy: boolean;
  /** The inputs in use, whose weights a copy has. */
  readonly inputs: readonly InputRange[];
}

/**
 * Allocates the layers for one vector.
 *
 * @param biasPadding The value in the padding of the output layer's bias.
 */
export function createLayers(shape: MlpShape, arena: Arena, biasPadding = 0): Layers {
  const { copyRows, transpose } = kernels();
  const staging = arena.float32(shape.layout.dim);
  const layers = shape.places.map((_, l) => createLayer(shape, l, staging, arena));
  layers.at(-1)!.bias.data.fill(biasPadding, shape.widths.at(-1)!);

  /** Copies the weights in use out of φ. */
  function load({ place, inputs, weight }: PlacedLayer, own: Float32Array): void {
    const { data, columns } = weight;
    const outputs = place.weight.shape[1]!;
    for (const { start, row, count } of inputs) {
      const from = own.subarray(start * outputs);
      const to = data.subarray(row * columns);
      copyRows(address(from), outputs, address(to), columns, count, outputs);
    }
  }

  /** Copies them back, and sets the weights of all other inputs to 0. */
  function store({ place, inputs, weight }: PlacedLayer, own: Float32Array): void {
    const { data, columns } = weight;
    const outputs = place.weight.shape[1]!;
    let end = 0;
    for (const { start, row, count } of inputs) {
      own.fill(0, end * outputs, start * outputs);
      end = start + count;
      const from = data.subarray(row * columns);
      const to = own.subarray(start * outputs);
      copyRows(address(from), columns, address(to), outputs, count, outputs);
    }
    own.fill(0, end * outputs);
  }

  return {
    layers,
    read(phi, withTransposed = false) {
      const source = isResident(phi) ? phi : staging;
      if (source === staging) staging.set(phi);
      for (const layer of layers) {
        const { place, isCopy, weight, bias, transposed } = layer;
        const own = viewOf(place.weight, source);
        if (isCopy) load(layer, own);
        else weight.data = own;
        if (place.bias) bias.data.set(viewOf(place.bias, source));
        if (withTransposed && transposed.rows > 0) {
          transpose(at(weight), at(transposed), weight.rows, weight.rows, weight.columns);
        }
      }
    },
    write(out, compute) {
      const target = isResident(out) ? out : staging;
      for (const { place, isCopy, weight, bias } of layers) {
        if (!isCopy) weight.data = viewOf(place.weight, target);
        bias.data.fill(0);
      }
      const result = compute();
      for (const layer of layers) {
        const { place, isCopy, bias } = layer;
        if (isCopy) store(layer, viewOf(place.weight, target));
        if (place.bias) viewOf(place.bias, target).set(bias.data.subarray(0, place.bias.size));
      }
      if (target === staging) out.set(staging);
      return result;
    },
  };
}

function createLayer(
  { widths, places, inputs }: MlpShape,
  l: number,
  staging: Float32Array,
  arena: Arena,
): PlacedLayer {
  const [units, outputs] = [widths[l]!, widths[l + 1]!];
  const place = places[l]!;
  // Products with few columns gain nothing from padding, so the outputs are not padded.
  const isPadded = l + 2 < widths.length && outputs !== padded(outputs);
  const isCopy = isPadded || units < place.weight.shape[0]!;
  const rows = isPadded && l > 0 ? padded(units) : units;
  const columns = isPadded ? padded(outputs) : outputs;
  const own: Matrix = { data: viewOf(place.weight, staging), rows, columns };
  return {
    place,
    isCopy,
    inputs: l === 0 ? inputs : [{ start: 0, row: 0, count: units }],
    weight: isCopy ? zeroMatrix(rows, columns, arena) : own,
    bias: zeroMatrix(1, padded(outputs), arena),
    // No derivative passes through the first layer to the inputs.
    transposed: zeroMatrix(l > 0 ? columns : 0, rows, arena),
  };
}
