import { UserError } from "../errors.ts";
import { freeNames } from "./free_names.ts";

/**
 * Globals that mean the same to a worker as to the notebook. Others do not: a worker has a `name` and
 * a `close` of its own, for example.
 */
const globals = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date
  Error EvalError Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array
  Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError
  Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI
  decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN parseFloat parseInt
  undefined

  AbortController AbortSignal DOMException Deno Event EventTarget TextDecoder TextEncoder URL
  URLSearchParams atob btoa clearInterval clearTimeout console crypto fetch performance
  queueMicrotask setImmediate setInterval setTimeout structuredClone`.split(/\s+/),
);

function namesIn(source: string): string[] {
  try {
    return freeNames(source);
  } catch (error) {
    throw new UserError(
      "The function of the sweep cannot be parsed on its own.",
      "Write it as an arrow function in the call of sweep().",
      { cause: error },
    );
  }
}

/**
 * Checks that a sweep's function uses only its arguments, what it defines itself, and globals that a
 * worker has, too.
 *
 * @param source JavaScript source of the function.
 * @throws {UserError} If it captures a name, or cannot be parsed on its own.
 *
 * @example Usage
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 * import { checkFunction } from "lib/sweep/check_function.ts";
 *
 * await checkFunction("({ seed }, lib) => lib.random(seed, 'init').normal()");
 * await assertRejects(() => checkFunction("({ seed }) => seed * alpha"), UserError, "`alpha`");
 * ```
 */
export async function checkFunction(source: string): Promise<void> {
  const name = namesIn(source).find((name) => !globals.has(name));
  if (name === undefined) return;
  throw new UserError(
    `The function of the sweep captures \`${name}\`, which workers do not know.`,
    name in await import("../experiment.ts")
      ? `Take it from the second argument, as \`lib.${name}\`.`
      : "Put it into the points, or define it inside the function.",
  );
}
