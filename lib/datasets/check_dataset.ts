import { UserError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";

/** What a data set is called that was made without a name. */
const unnamed = "without a name";

/** Checks that there are examples, and as many inputs and labels as they need. */
function checkSizes({ name = unnamed, x, y, size, shape }: Dataset): void {
  if (size === 0) {
    throw new UserError(`The data set ${name} has no examples.`, "Give it at least one.");
  }
  if (!Number.isInteger(size) || size < 0) {
    throw new UserError(`The data set ${name} has a size of ${size}.`, "Give a whole number.");
  }
  const inputs = shape.reduce((product, side) => product * side, 1);
  if (x.length !== size * inputs) {
    throw new UserError(
      `The data set ${name} has ${x.length} inputs in all, but ${size} examples of shape ` +
        `[${shape.join(", ")}] have ${size * inputs}.`,
      "Change `x`, `size` or `shape`.",
    );
  }
  if (y.length < size) {
    throw new UserError(
      `The data set ${name} has ${y.length} labels for ${size} examples.`,
      "Give a label for each.",
    );
  }
}

/** Checks that labels are classes, and inputs are numbers. */
function checkValues({ name = unnamed, x, y, size, classes }: Dataset): void {
  for (let i = 0; i < size; i++) {
    const label = y[i]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new UserError(
      `Example ${i} of the data set ${name} has the label ${label}, but there are ${classes} classes.`,
      `Use whole numbers from 0 to ${classes - 1}.`,
    );
  }
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]!)) continue;
    const example = Math.floor(i * size / x.length);
    throw new UserError(
      `Example ${example} of the data set ${name} has an input that is ${x[i]}.`,
      "Give numbers that are finite.",
    );
  }
}

/**
 * Checks that a data set is whole, that its labels are classes, and that it fits a network. The
 * kernels take what they get: of a label that is no class they would read another number.
 *
 * There may be more labels than examples, as where only the first ones are used.
 *
 * @param network Numbers of inputs and outputs of the network, where they are fixed.
 * @throws {UserError} If it is not; it names the first example that is wrong, counted from 0.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkDataset } from "lib/datasets/check_dataset.ts";
 * import { UserError } from "lib/errors.ts";
 *
 * const [x, y] = [new Float32Array([0.5, 1.5]), new Uint8Array([0, 255])];
 * const data = { name: "pair", x, y, size: 2, shape: [1], classes: 2 };
 * assertThrows(() => checkDataset(data), UserError, "Example 1 of the data set pair");
 * ```
 */
export function checkDataset(
  data: Dataset,
  network?: { readonly inputs: number; readonly outputs: number },
): void {
  checkSizes(data);
  const inputs = data.x.length / data.size;
  if (network && (inputs !== network.inputs || data.classes !== network.outputs)) {
    throw new UserError(
      `The data set ${
        data.name ?? unnamed
      } has ${inputs} inputs and ${data.classes} classes, the network ` +
        `${network.inputs} inputs and ${network.outputs} outputs.`,
      "Make the network's first and last width match the data.",
    );
  }
  checkValues(data);
}
