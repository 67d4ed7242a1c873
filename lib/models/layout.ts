/** One parameter array of a model, and its place in φ. */
export interface Parameter {
  /** Name, such as `"weight1"`. */
  readonly name: string;
  /** Shape; the array is row-major. */
  readonly shape: readonly number[];
  /** Index of its first number in φ. */
  readonly offset: number;
  /** Number of elements, the product of `shape`. */
  readonly size: number;
}

/** How a model's parameter arrays are laid out in the flat vector φ, one after another. */
export interface Layout {
  /** The arrays, in the order of their offsets. */
  readonly parameters: readonly Parameter[];
  /** Number of parameters D, the length of φ. */
  readonly dim: number;
}

/**
 * Lays out arrays with the given names and shapes, in the given order and without gaps.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layout } from "lib/models/layout.ts";
 *
 * const { dim, parameters } = layout([["weight", [40, 10]], ["bias", [10]]]);
 * assertEquals(dim, 410);
 * assertEquals(parameters[1]!.offset, 400);
 * ```
 */
export function layout(shapes: readonly (readonly [string, readonly number[]])[]): Layout {
  let offset = 0;
  const parameters = shapes.map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const parameter = { name, shape, offset, size };
    offset += size;
    return parameter;
  });
  return { parameters, dim: offset };
}

/**
 * The part of φ that holds one parameter array, as a view: writing to it changes φ.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layout, viewOf } from "lib/models/layout.ts";
 *
 * const [, bias] = layout([["weight", [2, 1]], ["bias", [1]]]).parameters;
 * assertEquals([...viewOf(bias!, new Float32Array([1, 2, 3]))], [3]);
 * ```
 */
export function viewOf({ offset, size }: Parameter, phi: Float32Array): Float32Array {
  return phi.subarray(offset, offset + size);
}

/** @throws {RangeError} If the length of a vector like φ is not `dim`. */
export function checkLength(vector: Float32Array | Float64Array, dim: number): void {
  if (vector.length === dim) return;
  throw new RangeError(`Expected a vector of ${dim} numbers, got ${vector.length}.`);
}
