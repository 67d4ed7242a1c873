import { type Matrix, zeroMatrix } from "../compute/matrix.ts";
import type { Arena } from "../compute/memory.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Batch } from "../surface.ts";
import { padded } from "./mlp_shape.ts";

/** Some examples on their way through a network; the matrices have a row for each. */
export interface Tile {
  /** Inputs of each layer: those of the network, then its hidden units; at last the outputs. */
  readonly h: readonly Matrix[];
  /** The outputs z, also the last in `h`, which the loss turns into predictions p. */
  readonly outputs: Matrix;
  /** Derivatives δ = ∂L/∂z with respect to each layer's sums z. */
  readonly delta: readonly Matrix[];
  /** The last of them. */
  readonly outputDelta: Matrix;
  /** Labels, in the compute memory. */
  readonly labels: Uint8Array;
  /** Indices in the data set. */
  readonly examples: Uint32Array;
  /** Factor of the derivatives: the share of one term in the mean. */
  scale: number;
  /** Whether these are the first examples of a batch, whose derivatives replace earlier ones. */
  first: boolean;
}

/** The examples of a batch, a few at a time. */
export interface Tiles {
  /** The examples of the moment. */
  readonly tile: Tile;
  /**
   * Loads the tile with at most `most` examples at a time, and calls `visit` each time.
   *
   * @throws {RangeError} If the batch is empty or has an index out of range.
   */
  forEach(batch: Batch | undefined, most: number, visit: () => void): void;
}

/** Most examples in a tile; with 64 or 512 it takes 5 % longer where BLAS copies its matrices. */
const MOST = 256;

/** With fewer examples than this, calls and copies of weights take what direct products save. */
const FEWEST = 64;

/**
 * Number of examples that pass through all layers at a time: enough for BLAS to be near its peak,
 * and few enough for a layer's outputs to stay in the cache. If a few less make all products so
 * small that BLAS needs no copies, as in the networks of 20.2, it takes 10 to 25 % less time.
 *
 * @param direct Largest m·n·k of a product without copies.
 */
export function tileSize(widths: readonly number[], direct: number): number {
  const sizes = widths.slice(1).map((width, i) => padded(widths[i]!) * padded(width));
  const rows = Math.floor(direct / Math.max(1, ...sizes));
  return rows < FEWEST ? MOST : Math.min(rows, MOST);
}

/** Matrices for the units of each layer of a network, inputs excepted. */
export function unitMatrices(widths: readonly number[], rows: number, arena: Arena): Matrix[] {
  return widths.slice(1).map((width) => zeroMatrix(rows, padded(width), arena));
}

/** Sets the number of rows of all matrices. */
export function setRows(matrices: readonly Matrix[], rows: number): void {
  for (const matrix of matrices) matrix.rows = rows;
}

/** Allocates a tile of at most `room` examples for a network of these widths. */
export function createTiles(
  widths: readonly number[],
  data: Dataset,
  room: number,
  arena: Arena,
): Tiles {
  const inputs = widths[0]!;
  const x = zeroMatrix(room, inputs, arena);
  const gathered = x.data;
  const h = [x, ...unitMatrices(widths, room, arena)];
  const delta = unitMatrices(widths, room, arena);
  const tile: Tile = {
    h,
    outputs: h.at(-1)!,
    delta,
    outputDelta: delta.at(-1)!,
    labels: arena.uint8(room),
    examples: new Uint32Array(room),
    scale: 1,
    first: true,
  };
  const { labels, examples } = tile;

  /** Loads examples of a batch: copies of their inputs. */
  function gather(batch: Batch, start: number, rows: number): void {
    for (let i = 0; i < rows; i++) {
      const index = batch[start + i]!;
      if (index >= data.size) {
        throw new RangeError(`The data set ${data.name} has no example ${index}.`);
      }
      gathered.set(data.x.subarray(index * inputs, (index + 1) * inputs), i * inputs);
      labels[i] = data.y[index]!;
      examples[i] = index;
    }
    x.data = gathered;
  }

  /** Loads successive examples: their inputs where they are. */
  function view(start: number, rows: number): void {
    x.data = data.x.subarray(start * inputs, (start + rows) * inputs);
    labels.set(data.y.subarray(start, start + rows));
    for (let i = 0; i < rows; i++) examples[i] = start + i;
  }

  function forEach(batch: Batch | undefined, most: number, visit: () => void): void {
    const count = batch?.length ?? data.size;
    if (count === 0) throw new RangeError("The mean over an empty batch is not defined.");
    // Tiles of nearly equal size.
    const step = Math.ceil(count / Math.ceil(count / most));
    for (let start = 0; start < count; start += step) {
      const rows = Math.min(step, count - start);
      setRows(h, rows);
      setRows(delta, rows);
      tile.first = start === 0;
      if (batch) gather(batch, start, rows);
      else view(start, rows);
      visit();
    }
  }

  return { tile, forEach };
}
