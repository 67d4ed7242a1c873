// @ts-nocheck: AssemblyScript, which has its own compiler and types.
// Arithmetic on one number (T = f32) or on four at a time (T = v128), so that a kernel is written
// once for both.

/** The number in all lanes. */
export function splat<T>(x: f32): T {
  if (isVector<T>()) return f32x4.splat(x);
  return x;
}

export function plus<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.add(a, b);
  return a + b;
}

export function minus<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.sub(a, b);
  return a - b;
}

export function times<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.mul(a, b);
  return a * b;
}

/** The larger number; `a` if that is NaN. This is one instruction, unlike WebAssembly's maximum. */
export function larger<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.pmax(a, b);
  return a < b ? b : a;
}

/** `x` where a = b, otherwise 0. */
export function whereEqual<T>(a: T, b: T, x: T): T {
  if (isVector<T>()) return v128.and(x, f32x4.eq(a, b));
  return a == b ? x : 0;
}

/** `x` without a part of it, which in each lane is all or nothing: a single logical operation. */
export function without<T>(x: T, part: T): T {
  if (isVector<T>()) return v128.andnot(x, part);
  return x - part;
}

/** `x` where a > b, otherwise 0. */
export function ifGreater<T>(a: T, b: T, x: T): T {
  if (isVector<T>()) return v128.and(x, f32x4.gt(a, b));
  return a > b ? x : 0;
}

/** Adds to the numbers at an address. */
export function increase<T>(at: usize, x: T): void {
  store<T>(at, plus<T>(load<T>(at), x));
}
