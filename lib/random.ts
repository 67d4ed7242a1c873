/**
 * Seeded random numbers that equal those of NumPy's legacy `RandomState`, so that data sets and
 * experiments made with NumPy can be reproduced.
 *
 * @module
 */
import { log } from "./elementary/log.ts";
import { UserError } from "./errors.ts";

/** A stream of random numbers; each call advances it. */
export interface Random {
  /** A number uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** A number from the standard normal distribution. */
  normal(): number;
  /**
   * An integer uniform in [0, n), for an integer n in [1, 2³²].
   *
   * @throws {RangeError} If n is anything else.
   */
  integer(n: number): number;
  /** The integers 0 to n − 1 in random order, all orders equally likely. */
  permutation(n: number): Uint32Array;
}

const stateLength = 624;
const shift = 397;

/** State of MT19937 from one word (Matsumoto and Nishimura, `init_genrand`). */
function stateFromWord(seed: number): Uint32Array {
  const state = new Uint32Array(stateLength);
  state[0] = seed;
  for (let i = 1; i < stateLength; i++) {
    const last = state[i - 1]!;
    state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
  }
  return state;
}

/** State of MT19937 from an array of words (Matsumoto and Nishimura, `init_by_array`). */
function stateFromWords(key: readonly number[]): Uint32Array {
  const state = stateFromWord(19650218);
  let i = 1;
  const mixed = (factor: number) => {
    const last = state[i - 1]!;
    return state[i]! ^ Math.imul(last ^ (last >>> 30), factor);
  };
  const advance = () => {
    if (++i < stateLength) return;
    state[0] = state[stateLength - 1]!;
    i = 1;
  };
  for (let k = 0; k < Math.max(stateLength, key.length); k++) {
    const j = k % key.length;
    state[i] = mixed(1664525) + key[j]! + j;
    advance();
  }
  for (let k = 1; k < stateLength; k++) {
    state[i] = mixed(1566083941) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}

/** Replaces the state of MT19937 with the next 624 words, not yet tempered. */
function nextState(state: Uint32Array): void {
  let next = state[0]!;
  for (let i = 0; i < stateLength; i++) {
    const last = next;
    next = state[i + 1 < stateLength ? i + 1 : 0]!;
    const y = (last & 0x80000000) | (next & 0x7fffffff);
    const far = state[i + shift < stateLength ? i + shift : i + shift - stateLength]!;
    state[i] = far ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
  }
}

function tempered(word: number): number {
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}

/**
 * The stream of `numpy.random.RandomState(seed)`: `uniform` is its `random_sample`, `normal` its
 * `randn`, `integer(n)` its `randint(n)` and `permutation` its `permutation`.
 *
 * The generator is MT19937 (Matsumoto and Nishimura 1998), normal numbers come from Marsaglia's
 * polar method, and integers from masking and rejection.
 *
 * @param seed An integer in [0, 2³²), or a non-empty array of them.
 * @throws {UserError} If the seed is anything else.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { numpyRandom } from "lib/random.ts";
 *
 * const rng = numpyRandom(42);
 * assertEquals(rng.uniform(), 0.3745401188473625);
 * assertAlmostEquals(numpyRandom(42).normal(), 0.4967141530112327);
 * ```
 */
export function numpyRandom(seed: number | readonly number[]): Random {
  const words = typeof seed === "number" ? [seed] : seed;
  if (words.length === 0 || words.some((word) => word !== word >>> 0)) {
    throw new UserError(
      `A seed cannot be ${JSON.stringify(seed)}.`,
      "Choose an integer from 0 to 4294967295.",
    );
  }
  const state = typeof seed === "number" ? stateFromWord(seed) : stateFromWords(seed);
  let used = stateLength;
  let spare: number | undefined; // the polar method yields normal numbers in pairs

  const word = (): number => {
    if (used === stateLength) {
      nextState(state);
      used = 0;
    }
    return tempered(state[used++]!);
  };
  const uniform = (): number => {
    const high = word() >>> 5;
    return (high * 0x4000000 + (word() >>> 6)) / 0x20000000000000;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let a, b, square;
    do {
      a = 2 * uniform() - 1;
      b = 2 * uniform() - 1;
      square = a * a + b * b;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt(-2 * log(square) / square);
    spare = factor * a;
    return factor * b;
  };
  const integer = (n: number): number => {
    const largest = n - 1;
    if (largest !== largest >>> 0) throw new RangeError(`There is no integer in [0, ${n}).`);
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    let value;
    do value = (word() & mask) >>> 0; while (value > largest);
    return value;
  };
  const permutation = (n: number): Uint32Array => {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  return { uniform, normal, integer, permutation };
}

/** The 32-bit FNV-1a hash of the UTF-8 text (Fowler, Noll and Vo). */
function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * A separate stream for each seed and purpose (such as `"data"`, `"labels"`, `"init"`, `"order"` or
 * `"noise"`), so that drawing more numbers for one purpose does not affect the others: the stream
 * of {@linkcode numpyRandom} with the seed and the 32-bit FNV-1a hash of the purpose.
 *
 * @param seed An integer in [0, 2³²).
 * @throws {UserError} If the seed is anything else.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { random } from "lib/random.ts";
 *
 * assertEquals(random(1, "init").uniform(), random(1, "init").uniform());
 * assertNotEquals(random(1, "init").uniform(), random(1, "order").uniform());
 * ```
 */
export function random(seed: number, purpose: string): Random {
  return numpyRandom([seed, fnv1a32(purpose)]);
}

/**
 * Fills an array with numbers uniform in [−bound, bound).
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { drawUniform, random } from "lib/random.ts";
 *
 * const weights = new Float32Array(100);
 * drawUniform(weights, 0.1, random(0, "init"));
 * assert(weights.every((weight) => Math.abs(weight) < 0.1001)); // in single precision
 * ```
 */
export function drawUniform(values: Float32Array, bound: number, rng: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * rng.uniform() - 1);
}
