/** A step, and the change in the gradient over it. */
export interface Pair {
  /** The step (length n). */
  readonly s: Float64Array;
  /** The gradient after it minus the gradient before. */
  readonly y: Float64Array;
}

/** A search direction. */
export interface Step {
  /** The direction (length n). */
  readonly direction: Float64Array;
  /** Whether its length comes from the memory of earlier steps. */
  readonly scaled: boolean;
}

/**
 * The limited-memory BFGS step: −Hg by the two-loop recursion over the free variables (algorithm
 * 7.4 of Nocedal and Wright 2006), and −g, scaled in the same way, for those that are held.
 *
 * @param g The gradient (length n).
 * @param pairs The latest steps, oldest first; those without positive curvature are skipped.
 * @param free 1 for each variable that is free, 0 for one that is held.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quasiNewtonStep } from "lib/analysis/quasi_newton.ts";
 *
 * const [s, y] = [new Float64Array([1]), new Float64Array([4])]; // a second derivative of 4
 * const { direction } = quasiNewtonStep(new Float64Array([8]), [{ s, y }], new Float64Array([1]));
 * assertEquals([...direction], [-2]);
 * ```
 */
export function quasiNewtonStep(g: Float64Array, pairs: readonly Pair[], free: Float64Array): Step {
  function dotFree(a: Float64Array, b: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]! * free[i]!;
    return sum;
  }
  const q = g.map((gi, i) => -gi * free[i]!);
  // A pair without positive curvature among the free variables would spoil the descent.
  const usable = pairs.map(({ s, y }) => ({ s, y, sy: dotFree(s, y), yy: dotFree(y, y) }))
    .filter(({ s, sy, yy }) => sy > 1e-10 * Math.sqrt(yy * dotFree(s, s)));
  const weights = usable.map(() => 0);
  for (let k = usable.length - 1; k >= 0; k--) {
    const { s, y, sy } = usable[k]!;
    const weight = weights[k] = dotFree(s, q) / sy;
    for (let i = 0; i < q.length; i++) q[i] = q[i]! - weight * y[i]! * free[i]!;
  }
  const last = usable.at(-1);
  const scale = last ? last.sy / last.yy : 1;
  for (let i = 0; i < q.length; i++) q[i] = scale * q[i]!;
  usable.forEach(({ s, y, sy }, k) => {
    const change = weights[k]! - dotFree(y, q) / sy;
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + change * s[i]! * free[i]!;
  });
  const direction = q.map((qi, i) => free[i] ? qi : -scale * g[i]!);
  return { direction, scaled: last !== undefined };
}
