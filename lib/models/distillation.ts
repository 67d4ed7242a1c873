import { kernels } from "../compute/kernels.ts";
import { at, zeroMatrix } from "../compute/matrix.ts";
import { address, type Arena } from "../compute/memory.ts";
import { softmax } from "../compute/softmax.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { log } from "../elementary/log.ts";
import { UserError } from "../errors.ts";
import { checkKeys, checkOption } from "../options.ts";
import type { Loss } from "./mlp_passes.ts";
import type { Tile } from "./mlp_tiles.ts";

/** What a student network learns from, in addition to the labels. */
export interface Teacher {
  /** The teacher's outputs v for the examples of the data set: examples × classes, row-major. */
  readonly logits: Float32Array;
  /**
   * Factor w ≥ 0 of the distillation loss, which is added to the loss on the labels; 1 by default.
   */
  readonly weight?: number;
  /** Temperature T > 0 of both softmax functions; by default, the logits themselves are matched. */
  readonly temperature?: number;
}

/**
 * The cross-entropy of the labels plus w times a distillation loss of the outputs z: with a
 * temperature T² KL(softmax(v/T) ‖ softmax(z/T)) (Hinton et al. 2015, section 2, with the factor T²
 * that preserves the scale of its gradient), otherwise ½ of the mean over the classes of (z − v)²
 * (Ba and Caruana 2014, eq. 1), to which the former converges for T → ∞ if z and v have mean zero.
 *
 * @param hard The cross-entropy of the labels.
 * @throws {UserError} If the number of logits does not fit the data, or the temperature is not
 * positive.
 */
export function distillationLoss(
  hard: Loss,
  teacher: Teacher,
  data: Dataset,
  { outputs: { rows: room, columns } }: Tile,
  arena: Arena,
): Loss {
  checkTeacher(teacher, data);
  const { classes } = data;
  const { logits, weight = 1, temperature } = teacher;
  const kernel = kernels();
  /** Derivative of the distillation loss with respect to the outputs. */
  const slopes = zeroMatrix(room, columns, arena);
  const slope = slopes.data;
  const targets = temperature === undefined ? logits : softmaxRows(logits, classes, temperature);
  const entropies = temperature === undefined ? [] : rowEntropies(targets, classes);

  function matchLogits({ outputs, examples }: Tile): number {
    let sum = 0;
    for (let n = 0; n < outputs.rows; n++) {
      const [start, target] = [n * columns, examples[n]! * classes];
      for (let k = 0; k < classes; k++) {
        const difference = outputs.data[start + k]! - targets[target + k]!;
        slope[start + k] = difference / classes;
        sum += difference * difference;
      }
    }
    return sum / (2 * classes);
  }

  /**
   * KL = −H(p) + Σ p (ln Σ exp(z/T) − z/T), where the kernel returns the logarithm at the label.
   */
  function matchSoftmax({ outputs, labels, examples }: Tile, t: number): number {
    const { rows } = outputs;
    kernel.scale(at(outputs), at(slopes), rows * columns, 1 / t);
    let sum = 0;
    for (let n = 0; n < rows; n++) {
      const [start, target] = [n * columns, examples[n]! * classes];
      sum += slope[start + labels[n]!]! - entropies[examples[n]!]!;
      for (let k = 0; k < classes; k++) sum -= targets[target + k]! * slope[start + k]!;
    }
    sum += kernel.softmaxCrossEntropy(at(slopes), address(labels), rows, columns);
    for (let n = 0; n < rows; n++) {
      const [start, target] = [n * columns, examples[n]! * classes];
      for (let k = 0; k < classes; k++) {
        slope[start + k] = t * (slope[start + k]! - targets[target + k]!);
      }
    }
    return t * t * sum;
  }

  return {
    padding: hard.padding,
    terms: hard.terms,
    value(tile) {
      const soft = temperature === undefined ? matchLogits(tile) : matchSoftmax(tile, temperature);
      return hard.value(tile) + weight * soft;
    },
    derivative(tile) {
      hard.derivative(tile);
      const { data: delta, rows } = tile.outputDelta;
      const factor = tile.scale * weight;
      for (let i = 0; i < rows * columns; i++) delta[i]! += factor * slope[i]!;
    },
    tangent: hard.tangent,
  };
}

function checkTeacher(teacher: Teacher, { size, classes }: Dataset): void {
  const { logits, weight = 1, temperature } = teacher;
  checkKeys(teacher, ["logits", "weight", "temperature"], "A teacher");
  const weighs = Number.isFinite(weight) && weight >= 0;
  checkOption(weighs, "weight", weight, "a number of at least 0", "a teacher");
  if (logits.length !== size * classes) {
    throw new UserError(
      `A teacher of ${size} examples in ${classes} classes has ${size * classes} logits, not ` +
        `${logits.length}.`,
      "Compute them for the same examples, with `outputs` of the teacher's surface.",
    );
  }
  if (temperature !== undefined && !(temperature > 0)) {
    throw new UserError(`There is no temperature of ${temperature}.`, "Give a positive number.");
  }
}

/** softmax(v/T) of each row. */
function softmaxRows(logits: Float32Array, classes: number, temperature: number): Float32Array {
  const p = new Float32Array(logits.length);
  for (let start = 0; start < p.length; start += classes) {
    const row = Float64Array.from(logits.subarray(start, start + classes), (v) => v / temperature);
    softmax(row);
    p.set(row, start);
  }
  return p;
}

/** Entropy of each row of probabilities. */
function rowEntropies(p: Float32Array, classes: number): number[] {
  return Array.from({ length: p.length / classes }, (_, n) => {
    const row = p.subarray(n * classes, (n + 1) * classes);
    return row.reduce((sum, x) => x > 0 ? sum - x * log(x) : sum, 0);
  });
}
