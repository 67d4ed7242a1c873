import type { Dataset } from "./dataset.ts";
import type { Random } from "../random.ts";

/**
 * The same inputs with random labels: each label is drawn uniformly from all classes, so that the
 * inputs carry no information about it (Zhang, Bengio, Hardt, Recht and Vinyals 2017, "random
 * labels").
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { mnist1d } from "lib/datasets/mnist1d.ts";
 * import { randomLabels } from "lib/datasets/randomize.ts";
 * import { random } from "lib/random.ts";
 *
 * const { train } = mnist1d();
 * const randomized = randomLabels(train, random(1, "labels"));
 * assertEquals(randomized.x, train.x);
 * assertNotEquals(randomized.y, train.y);
 * ```
 */
export function randomLabels(data: Dataset, rng: Random): Dataset {
  const y = data.y.map(() => rng.integer(data.classes));
  return { ...data, name: `${data.name}, random labels`, y };
}

/**
 * The same labels with random inputs: each number of each input is drawn from one normal
 * distribution, with the mean and the variance of all the numbers in the data set (Zhang, Bengio,
 * Hardt, Recht and Vinyals 2017, "Gaussian").
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { mnist1d } from "lib/datasets/mnist1d.ts";
 * import { gaussianPixels } from "lib/datasets/randomize.ts";
 * import { random } from "lib/random.ts";
 *
 * const { train } = mnist1d();
 * const randomized = gaussianPixels(train, random(1, "noise"));
 * assertEquals(randomized.y, train.y);
 * assertNotEquals(randomized.x, train.x);
 * ```
 */
export function gaussianPixels(data: Dataset, rng: Random): Dataset {
  const mean = data.x.reduce((sum, value) => sum + value, 0) / data.x.length;
  const squares = data.x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const deviation = Math.sqrt(squares / data.x.length);
  const x = data.x.map(() => mean + deviation * rng.normal());
  return { ...data, name: `${data.name}, Gaussian pixels`, x };
}
