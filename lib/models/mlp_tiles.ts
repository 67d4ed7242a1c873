import type { Arena } from "../compute/memory.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Batch } from "../surface.ts";

/** The examples of a batch, a few rows at a time. */
export interface Tiles {
  /** Labels of the current tile, in the compute memory. */
  readonly labels: Uint8Array;
  /** Indices of the current tile's examples in the data set. */
  readonly examples: Uint32Array;
  /**
   * Calls `visit` for each tile of at most `most` examples, with its inputs (rows × inputs) and
   * whether it is the first; its labels are then in `labels`.
   *
   * @returns The number of examples.
   * @throws {RangeError} If the batch is empty or has an index out of range.
   */
  forEach(
    batch: Batch | undefined,
    most: number,
    visit: (x: Float32Array, rows: number, first: boolean) => void,
  ): void;
}

/** Allocates tiles of at most `room` examples. */
export function createTiles(data: Dataset, room: number, arena: Arena): Tiles {
  const inputs = data.x.length / data.size;
  const gathered = arena.float32(room * inputs);
  const labels = arena.uint8(room);
  const examples = new Uint32Array(room);
  const { x, y } = data;
  function gather(batch: Batch, start: number, rows: number): void {
    for (let i = 0; i < rows; i++) {
      const index = batch[start + i]!;
      if (index >= data.size) {
        throw new RangeError(`The data set ${data.name} has no example ${index}.`);
      }
      gathered.set(x.subarray(index * inputs, (index + 1) * inputs), i * inputs);
      labels[i] = y[index]!;
      examples[i] = index;
    }
  }
  return {
    labels,
    examples,
    forEach(batch, most, visit) {
      const count = batch?.length ?? data.size;
      if (count === 0) throw new RangeError("The mean over an empty batch is not defined.");
      // Tiles of nearly equal size.
      const step = Math.ceil(count / Math.ceil(count / most));
      for (let start = 0; start < count; start += step) {
        const rows = Math.min(step, count - start);
        if (batch) {
          gather(batch, start, rows);
          visit(gathered, rows, start === 0);
        } else {
          labels.set(y.subarray(start, start + rows));
          for (let i = 0; i < rows; i++) examples[i] = start + i;
          visit(x.subarray(start * inputs, (start + rows) * inputs), rows, start === 0);
        }
      }
    },
  };
}
