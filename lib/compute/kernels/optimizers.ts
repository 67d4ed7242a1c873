// @ts-nocheck: AssemblyScript, which has its own compiler and types.
import { clearTiny, constant, fma } from "./simd.ts";

// The allocated length of all arrays is a multiple of four; the last numbers may be unused.

/** State below this is 0: the smallest normal float32 number, rounded up. */
const SMALLEST: f32 = 1.2e-38;

/** φ ← φ − rate·(g + decay·φ). */
export function sgdStep(phi: usize, gradient: usize, length: i32, rate: f32, decay: f32): void {
  const step = f32x4.splat(-rate);
  const lambda = f32x4.splat(decay);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    const p = v128.load(phi + i);
    v128.store(phi + i, fma(step, fma(lambda, p, v128.load(gradient + i)), p));
  }
}

/**
 * g ← g + decay·φ, b ← momentum·b + g, φ ← φ − rate·(gradientShare·g + velocityShare·b), with the
 * shares 0 and 1 for the usual momentum, 1 and `momentum` for Nesterov's.
 */
export function momentumStep(
  phi: usize,
  gradient: usize,
  velocity: usize,
  length: i32,
  rate: f32,
  momentum: f32,
  decay: f32,
  gradientShare: f32,
  velocityShare: f32,
): void {
  const lambda = f32x4.splat(decay);
  const mu = f32x4.splat(momentum);
  const gradientStep = f32x4.splat(-rate * gradientShare);
  const velocityStep = f32x4.splat(-rate * velocityShare);
  const smallest = constant(SMALLEST);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    const p = v128.load(phi + i);
    const g = fma(lambda, p, v128.load(gradient + i));
    const b = clearTiny(fma(mu, v128.load(velocity + i), g), smallest);
    v128.store(velocity + i, b);
    v128.store(phi + i, fma(velocityStep, b, fma(gradientStep, g, p)));
  }
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², φ ← keep·φ − rate·m / (√v + ε). To each v the smallest
 * normal number is added, far below ε², so that none is ever denormal: to clear those that are, and to
 * correct each v for its start at 0, took 1.4 times as long.
 */
export function adamStep(
  phi: usize,
  gradient: usize,
  first: usize,
  second: usize,
  length: i32,
  rate: f32,
  keep: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  epsilon: f32,
): void {
  const smallest = constant(SMALLEST);
  const smallestGradient = constant(1e-16);
  const step = f32x4.splat(-rate);
  const shrink = f32x4.splat(keep);
  const decay1 = f32x4.splat(beta1);
  const share1 = f32x4.splat(oneMinusBeta1);
  const decay2 = f32x4.splat(beta2);
  const share2 = f32x4.splat(oneMinusBeta2);
  const offset = f32x4.splat(epsilon);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    const g = v128.load(gradient + i);
    const m = clearTiny(fma(decay1, v128.load(first + i), f32x4.mul(share1, g)), smallest);
    // Where a·b + c is not fused, a square below the smallest number would be denormal.
    const size = ASC_FEATURE_RELAXED_SIMD ? g : clearTiny(g, smallestGradient);
    const square = fma(f32x4.mul(share2, size), size, smallest);
    const v = fma(decay2, v128.load(second + i), square);
    v128.store(first + i, m);
    v128.store(second + i, v);
    const kept = f32x4.mul(v128.load(phi + i), shrink);
    v128.store(phi + i, fma(step, f32x4.div(m, f32x4.add(f32x4.sqrt(v), offset)), kept));
  }
}
