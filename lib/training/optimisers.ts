import { UserError } from "lib/errors.ts";

/** A rule that changes φ by the gradient at φ. It keeps its state for the φ that it is used on. */
export interface Optimiser {
  /**
   * Takes one step: updates `phi` in place, given the gradient there, of the same length.
   *
   * @throws {UserError} If an earlier step had vectors of another length.
   */
  step(phi: Float32Array, gradient: Float32Array): void;
}

/** Settings of {@linkcode sgd}. */
export interface SgdOptions {
  /** Learning rate γ > 0. */
  learningRate: number;
  /** Momentum μ in [0, 1), 0 by default. */
  momentum?: number;
  /** Whether the momentum is Nesterov's; false by default. */
  nesterov?: boolean;
  /** Factor λ ≥ 0 of the penalty ½λ‖φ‖² that is added to the loss, 0 by default. */
  weightDecay?: number;
}

/**
 * Gradient descent, with momentum and weight decay if wanted:
 * g ← g + λφ, b ← μb + g, φ ← φ − γb, or φ ← φ − γ(g + μb) with Nesterov's momentum, where b
 * starts at zero (as `torch.optim.SGD`; Sutskever et al. 2013, eqs. 1 to 4, with γ taken out of b).
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sgd } from "lib/training/optimisers.ts";
 *
 * const phi = new Float32Array([1, 2]);
 * sgd({ learningRate: 0.5 }).step(phi, new Float32Array([1, -1]));
 * assertEquals([...phi], [0.5, 2.5]);
 * ```
 */
export function sgd(options: SgdOptions): Optimiser {
  const { learningRate, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  if (momentum === 0) {
    return { step: (phi, gradient) => descend(phi, gradient, learningRate, weightDecay) };
  }
  let velocity: Float32Array | undefined;
  return {
    step(phi, gradient) {
      velocity ??= new Float32Array(phi.length);
      checkLength(velocity, phi);
      descendWithMomentum(phi, gradient, velocity, learningRate, momentum, nesterov, weightDecay);
    },
  };
}

/** Settings of {@linkcode adam}. */
export interface AdamOptions {
  /** Learning rate γ > 0, 0.001 by default. */
  learningRate?: number;
  /** Decay β₁ in [0, 1) of the mean of the gradients, 0.9 by default. */
  beta1?: number;
  /** Decay β₂ in [0, 1) of the mean of their squares, 0.999 by default. */
  beta2?: number;
  /** Small number ε that keeps the division finite, 1e-8 by default. */
  epsilon?: number;
}

/** Settings of {@linkcode adamw}. */
export interface AdamwOptions extends AdamOptions {
  /** Decoupled weight decay λ ≥ 0, 0.01 by default. */
  weightDecay?: number;
}

/**
 * Adam: {@linkcode adamw} without weight decay (Kingma and Ba 2015, algorithm 1; as
 * `torch.optim.Adam`).
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adam } from "lib/training/optimisers.ts";
 *
 * const phi = new Float32Array([1]);
 * adam({ learningRate: 0.1 }).step(phi, new Float32Array([123]));
 * assertAlmostEquals(phi[0]!, 0.9, 1e-6); // The first step is as long as the learning rate.
 * ```
 */
export function adam(options: AdamOptions = {}): Optimiser {
  return adamw({ ...options, weightDecay: 0 });
}

/**
 * Adam with decoupled weight decay: φ ← (1 − γλ)φ, m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
 * φ ← φ − γ m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t = 1, 2, …
 * (Loshchilov and Hutter 2019, algorithm 2; as `torch.optim.AdamW`).
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adamw } from "lib/training/optimisers.ts";
 *
 * const phi = new Float32Array([1]);
 * adamw({ learningRate: 0.1, weightDecay: 0.5 }).step(phi, new Float32Array([0]));
 * assertAlmostEquals(phi[0]!, 0.95, 1e-6);
 * ```
 */
export function adamw(options: AdamwOptions = {}): Optimiser {
  const { learningRate = 1e-3, weightDecay = 0.01 } = options;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  let moments: { m: Float32Array; v: Float32Array } | undefined;
  let t = 0;
  return {
    step(phi, gradient) {
      moments ??= { m: new Float32Array(phi.length), v: new Float32Array(phi.length) };
      const { m, v } = moments;
      checkLength(m, phi);
      t++;
      const rate = learningRate / (1 - beta1 ** t);
      const scale = 1 / (1 - beta2 ** t);
      const keep = 1 - learningRate * weightDecay;
      for (let i = 0; i < phi.length; i++) {
        const g = gradient[i]!;
        m[i] = beta1 * m[i]! + (1 - beta1) * g;
        v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
        phi[i] = keep * phi[i]! - rate * m[i]! / (Math.sqrt(scale * v[i]!) + epsilon);
      }
    },
  };
}

function checkLength(state: Float32Array, phi: Float32Array): void {
  if (state.length !== phi.length) {
    throw new UserError(
      `The optimiser has steps behind it with ${state.length} parameters, not ${phi.length}.`,
      "Make a new optimiser for each vector of parameters.",
    );
  }
}

function descend(
  phi: Float32Array,
  gradient: Float32Array,
  learningRate: number,
  weightDecay: number,
): void {
  for (let i = 0; i < phi.length; i++) {
    phi[i] = phi[i]! - learningRate * (gradient[i]! + weightDecay * phi[i]!);
  }
}

function descendWithMomentum(
  phi: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  learningRate: number,
  momentum: number,
  nesterov: boolean,
  weightDecay: number,
): void {
  for (let i = 0; i < phi.length; i++) {
    const g = gradient[i]! + weightDecay * phi[i]!;
    const b = momentum * velocity[i]! + g;
    velocity[i] = b;
    phi[i] = phi[i]! - learningRate * (nesterov ? g + momentum * b : b);
  }
}
