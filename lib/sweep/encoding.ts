import { UserError } from "../errors.ts";

/** Typed arrays that can be stored, by name. */
const typedArrays = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

/**
 * Prefix of strings that encode another value; real strings that start with it get a second one.
 */
const sign = "~";

/**
 * A value that JSON lacks, as a string: a typed array in base64, a number such as NaN, undefined.
 */
function special(value: unknown): string | undefined {
  if (value === undefined) return `${sign}undefined:`;
  if (typeof value === "number") {
    if (Object.is(value, -0)) return `${sign}number:-0`;
    return Number.isFinite(value) ? undefined : `${sign}number:${value}`;
  }
  if (typeof value === "string") return value.startsWith(sign) ? sign + value : undefined;
  for (const [name, type] of Object.entries(typedArrays)) {
    if (value instanceof type) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return `${sign}${name}:${bytes.toBase64()}`;
    }
  }
  return undefined;
}

/** The arrays and objects that a value is in. */
type Around = Set<object>;

/** Packs what is in an array or object. */
function packInside<T>(value: object, around: Around, inside: () => T): T {
  if (around.has(value)) {
    throw new UserError(
      "A value that contains itself cannot be stored.",
      "Leave out the field that leads back to it.",
    );
  }
  around.add(value);
  const packed = inside();
  around.delete(value);
  return packed;
}

function pack(value: unknown, sorted: boolean, around: Around = new Set()): unknown {
  const text = special(value);
  if (text !== undefined) return text;
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  if (Array.isArray(value)) {
    return packInside(value, around, () => value.map((item) => pack(item, sorted, around)));
  }
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = packInside(
      value,
      around,
      () => Object.entries(value).map(([key, item]) => [key, pack(item, sorted, around)] as const),
    );
    if (sorted) entries.sort(([a], [b]) => a < b ? -1 : 1);
    return Object.fromEntries(entries);
  }
  const kind = typeof value === "object" ? value.constructor?.name ?? "object" : typeof value;
  throw new UserError(
    `A value of kind ${kind} cannot be stored.`,
    "Use numbers, strings, booleans, null, typed arrays, and plain arrays and objects of them.",
  );
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  }
  if (typeof value !== "string" || !value.startsWith(sign)) return value;
  if (value.startsWith(sign + sign)) return value.slice(1);
  const colon = value.indexOf(":");
  const [name, text] = [value.slice(1, colon), value.slice(colon + 1)];
  if (name === "undefined") return undefined;
  if (name === "number") return Number(text);
  return new typedArrays[name as keyof typeof typedArrays](Uint8Array.fromBase64(text).buffer);
}

/**
 * Writes a value as JSON without loss: NaN, ±Infinity, −0, `undefined` and typed arrays become
 * tagged strings.
 *
 * @throws {UserError} If it contains itself, or anything else, such as a function, a Map or a class
 * instance.
 */
export function encode(value: unknown): string {
  return JSON.stringify(pack(value, false));
}

/**
 * Like {@linkcode encode}, with the keys of objects sorted, so that equal values give equal texts.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(pack(value, true));
}

/**
 * Decodes the output of {@linkcode encode}.
 *
 * @throws {Error} If the text is damaged.
 */
export function decode(text: string): unknown {
  return unpack(JSON.parse(text));
}
