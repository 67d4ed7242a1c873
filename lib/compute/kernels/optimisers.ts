// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { fma } from "./simd.ts";

// The arrays below are as long as a multiple of four says, or longer: their last vector may hold
// unused numbers.

/** φ ← φ − rate·(g + decay·φ). */
export function sgdStep(phi: usize, gradient: usize, length: i32, rate: f32, decay: f32): void {
  const step = f32x4.splat(-rate);
  const lambda = f32x4.splat(decay);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    const p = v128.load(phi + i);
    v128.store(phi + i, fma(step, fma(lambda, p, v128.load(gradient + i)), p));
  }
}
