import { UserError } from "../errors.ts";
import { checkKeys } from "../options.ts";

/** How many examples to take from the start of each part of a {@linkcode Split}; all by default. */
export interface SplitSizes {
  /** Number of training examples. */
  readonly train?: number;
  /** Number of test examples; 0 if none are needed. */
  readonly test?: number;
}

/**
 * The requested sizes; those not given are taken from `available`.
 *
 * @throws {UserError} If a size is not an integer in [0, available].
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { splitSizes } from "lib/datasets/sizes.ts";
 *
 * const sizes = splitSizes("MNIST", { train: 1000 }, { train: 60000, test: 10000 });
 * assertEquals(sizes, { train: 1000, test: 10000 });
 * ```
 */
export function splitSizes(
  name: string,
  asked: SplitSizes,
  available: Required<SplitSizes>,
): Required<SplitSizes> {
  checkKeys(asked, ["train", "test"], name);
  const size = (part: "train" | "test"): number => {
    const n = asked[part] ?? available[part];
    if (Number.isInteger(n) && n >= 0 && n <= available[part]) return n;
    throw new UserError(
      `${name} cannot give ${n} ${part === "train" ? "training" : "test"} examples.`,
      `Choose an integer from 0 to ${available[part]}.`,
    );
  };
  return { train: size("train"), test: size("test") };
}
