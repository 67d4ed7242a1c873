import { kernels } from "../compute/kernels.ts";
import { address, type Arena, computeMemory } from "../compute/memory.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { exp } from "../elementary/exp.ts";
import { log } from "../elementary/log.ts";
import { UserError } from "../errors.ts";
import { checkKeys, checkOption } from "../options.ts";
import type { Loss } from "./mlp_losses.ts";
import { unitColumns } from "./mlp_shape.ts";

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
 * @param examples Indices of a tile's examples, kept up to date by the caller.
 * @throws {UserError} If the number of logits does not fit the data, or the temperature is not
 * positive.
 */
export function distillationLoss(
  hard: Loss,
  teacher: Teacher,
  data: Dataset,
  examples: Uint32Array,
  arena: Arena,
): Loss {
  const { classes } = data;
  const { logits, weight = 1, temperature } = teacher;
  checkKeys(teacher, ["logits", "weight", "temperature"], "A teacher");
  const weighs = Number.isFinite(weight) && weight >= 0;
  checkOption(weighs, "weight", weight, "a number of at least 0", "a teacher");
  if (logits.length !== data.size * classes) {
    throw new UserError(
      `A teacher of ${data.size} examples in ${classes} classes has ${data.size * classes} ` +
        `logits, not ${logits.length}.`,
      "Compute them for the same examples, with `outputs` of the teacher's surface.",
    );
  }
  if (temperature !== undefined && !(temperature > 0)) {
    throw new UserError(`There is no temperature of ${temperature}.`, "Give a positive number.");
  }
  const kernel = kernels();
  const [, columns] = unitColumns([0, classes]) as [number, number];
  /** Derivative of the distillation loss with respect to the outputs, examples × columns. */
  const slope = arena.float32(examples.length * columns);
  const targets = temperature === undefined ? logits : softmaxRows(logits, classes, temperature);
  const entropies = temperature === undefined ? [] : rowEntropies(targets, classes);

  function matchLogits(z: number, rows: number): number {
    const outputs = new Float32Array(computeMemory().buffer, z, rows * columns);
    let sum = 0;
    for (let n = 0; n < rows; n++) {
      const [at, target] = [n * columns, examples[n]! * classes];
      for (let k = 0; k < classes; k++) {
        const difference = outputs[at + k]! - targets[target + k]!;
        slope[at + k] = difference / classes;
        sum += difference * difference;
      }
    }
    return sum / (2 * classes);
  }

  /**
   * KL = −H(p) + Σ p (ln Σ exp(z/T) − z/T), where the kernel returns the logarithm at the label.
   */
  function matchSoftmax(z: number, labels: number, rows: number, t: number): number {
    kernel.scale(z, address(slope), rows * columns, 1 / t);
    const classOf = new Uint8Array(computeMemory().buffer, labels, rows);
    let sum = 0;
    for (let n = 0; n < rows; n++) {
      const [at, target] = [n * columns, examples[n]! * classes];
      sum += slope[at + classOf[n]!]! - entropies[examples[n]!]!;
      for (let k = 0; k < classes; k++) sum -= targets[target + k]! * slope[at + k]!;
    }
    sum += kernel.softmaxCrossEntropy(address(slope), labels, rows, columns);
    for (let n = 0; n < rows; n++) {
      const [at, target] = [n * columns, examples[n]! * classes];
      for (let k = 0; k < classes; k++) slope[at + k] = t * (slope[at + k]! - targets[target + k]!);
    }
    return t * t * sum;
  }

  return {
    ...hard,
    value(z, labels, rows) {
      const soft = temperature === undefined
        ? matchLogits(z, rows)
        : matchSoftmax(z, labels, rows, temperature);
      return hard.value(z, labels, rows, columns) + weight * soft;
    },
    derivative(p, labels, delta, rows, columns, scale) {
      hard.derivative(p, labels, delta, rows, columns, scale);
      const derivatives = new Float32Array(computeMemory().buffer, delta, rows * columns);
      const factor = scale * weight;
      for (let i = 0; i < derivatives.length; i++) derivatives[i]! += factor * slope[i]!;
    },
  };
}

/** softmax(v/T) of each row. */
function softmaxRows(logits: Float32Array, classes: number, temperature: number): Float32Array {
  const p = new Float32Array(logits.length);
  for (let start = 0; start < p.length; start += classes) {
    const row = Array.from(logits.subarray(start, start + classes), (v) => v / temperature);
    const largest = Math.max(...row);
    const powers = row.map((v) => exp(v - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    p.set(powers.map((power) => power / sum), start);
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
