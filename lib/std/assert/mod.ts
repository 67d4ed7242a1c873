/**
 * The assertions of `@std/assert` that this project uses, with the published names, signatures and
 * error class, over `node:assert`. It replaces the package where JSR cannot be reached; without the
 * `links` entry in `deno.json`, the published package is used.
 *
 * @module
 */
import * as node from "node:assert/strict";

/** Thrown when an assertion does not hold. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function holds(check: () => void, msg?: string): void {
  try {
    check();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AssertionError(msg === undefined ? detail : `${detail}: ${msg}`);
  }
}

/** Throws unless `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Throws unless `actual` and `expected` are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  holds(() => node.deepStrictEqual(actual, expected), msg);
}

/** Throws if `actual` and `expected` are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  holds(() => node.notDeepStrictEqual(actual, expected), msg);
}

/** Throws unless `actual` is within `tolerance` of `expected` (default: 1e-7 relative). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (Math.abs(expected - actual) <= allowed) return;
  const problem =
    `Expected actual: "${actual}" to be close to "${expected}" (tolerance ${allowed})`;
  throw new AssertionError(msg === undefined ? problem : `${problem}: ${msg}`);
}

function compare<T>(actual: T, sign: string, expected: T, ok: boolean, msg?: string): void {
  if (ok) return;
  throw new AssertionError(msg ?? `Expect ${String(actual)} ${sign} ${String(expected)}`);
}

/** Throws unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  compare(actual, ">", expected, actual > expected, msg);
}

/** Throws unless `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  compare(actual, ">=", expected, actual >= expected, msg);
}

/** Throws unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  compare(actual, "<", expected, actual < expected, msg);
}

/** Throws unless `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  compare(actual, "<=", expected, actual <= expected, msg);
}

/** Throws unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  const problem = `Expected actual: "${actual}" to contain: "${expected}"`;
  throw new AssertionError(msg === undefined ? problem : `${problem}: ${msg}`);
}

/** Throws unless `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  const problem = `Expected actual: "${actual}" to match: "${expected}"`;
  throw new AssertionError(msg === undefined ? problem : `${problem}: ${msg}`);
}

function checked<E extends Error>(error: unknown, type: ErrorClass<E>, includes: string): E {
  if (!(error instanceof type)) {
    const name = error instanceof Error ? error.constructor.name : typeof error;
    const text = error instanceof Error ? error.message : String(error);
    throw new AssertionError(`Expected error of class "${type.name}", got "${name}": ${text}`);
  }
  if (!error.message.includes(includes)) {
    const problem = `Expected error message to include "${includes}", but got "${error.message}"`;
    throw new AssertionError(problem);
  }
  return error;
}

/** Throws unless `fn` throws an `ErrorClass` whose message includes `msgIncludes`; returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  msgIncludes = "",
): E {
  try {
    fn();
  } catch (error) {
    return checked(error, ErrorClass, msgIncludes);
  }
  throw new AssertionError("Expected function to throw.");
}

/** As {@linkcode assertThrows}, for a function whose promise is to be rejected. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  msgIncludes = "",
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checked(error, ErrorClass, msgIncludes);
  }
  throw new AssertionError("Expected function to reject.");
}
