import { kernels } from "../compute/kernels.ts";
import { createArena } from "../compute/memory.ts";
import { power } from "../elementary/power.ts";
import { UserError } from "../errors.ts";
import { checkKeys, checkOption } from "../options.ts";
import { checkDecay, checkRate, checkShare, type LearningRate, rateAt } from "./rates.ts";
import { createVectorRunner, type VectorKernel } from "./vector_runner.ts";

/** The state of an optimizer, from which it can resume. */
export interface OptimizerState {
  /** How many steps it has taken. */
  readonly steps: number;
  /** Its vectors, each of the length of φ; none before the first step. */
  readonly vectors: readonly Float32Array[];
}

/** A rule that updates φ from the gradient at φ. Its state belongs to the φ that it is used on. */
export interface Optimizer {
  /**
   * Takes one step: updates `phi` in place, given the gradient there (same length).
   *
   * @throws {UserError} If an earlier step had vectors of another length.
   */
  step(phi: Float32Array, gradient: Float32Array): void;
  /** A copy of its state. */
  state(): OptimizerState;
  /** Resumes from a state, bit for bit like the optimizer that it came from. */
  restore(state: OptimizerState): void;
}

/** The learning rate, momentum and weight decay of {@linkcode sgd}. */
export interface SgdOptions {
  /** Learning rate γ. */
  learningRate: LearningRate;
  /** Momentum μ in [0, 1), 0 by default. */
  momentum?: number;
  /** Whether to use Nesterov momentum; false by default. */
  nesterov?: boolean;
  /** Factor λ ≥ 0 of the penalty ½λ‖φ‖² added to the loss, 0 by default. */
  weightDecay?: number;
}

/**
 * Gradient descent, optionally with momentum and weight decay: g ← g + λφ, b ← μb + g, φ ← φ − γb,
 * or φ ← φ − γ(g + μb) with Nesterov momentum, where b starts at zero (as in `torch.optim.SGD`;
 * Sutskever et al. 2013, eqs. 1 to 4, with γ factored out of b).
 *
 * @throws {UserError} If an option is not known or makes no sense.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sgd } from "lib/training/optimizers.ts";
 *
 * const phi = new Float32Array([1, 2]);
 * sgd({ learningRate: 0.5 }).step(phi, new Float32Array([1, -1]));
 * assertEquals([...phi], [0.5, 2.5]);
 * ```
 */
export function sgd(options: SgdOptions): Optimizer {
  const { learningRate, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  checkKeys(options, ["learningRate", "momentum", "nesterov", "weightDecay"], "sgd()");
  checkRate(learningRate, "sgd()");
  checkShare(momentum, "momentum", "sgd()");
  checkDecay(weightDecay, "sgd()");
  if (nesterov) {
    checkOption(momentum > 0, "momentum", momentum, "a positive one", "Nesterov's sgd()");
  }
  const { sgdStep, momentumStep } = kernels();
  /** Of the gradient and of b in a step. */
  const shares = [nesterov ? 1 : 0, nesterov ? momentum : 1] as const;
  return optimizer(momentum > 0 ? 1 : 0, (t) => {
    const rate = rateAt(learningRate, t, "sgd()");
    return ([phi, gradient, b], length) => {
      if (b === undefined) sgdStep(phi!, gradient!, length, rate, weightDecay);
      else momentumStep(phi!, gradient!, b, length, rate, momentum, weightDecay, ...shares);
    };
  });
}

/** The learning rate and moment estimates of {@linkcode adam}. */
export interface AdamOptions {
  /** Learning rate γ, 0.001 by default. */
  learningRate?: LearningRate;
  /** Decay β₁ in [0, 1) of the mean of the gradients, 0.9 by default. */
  beta1?: number;
  /** Decay β₂ in [0, 1) of the mean of the squared gradients, 0.999 by default. */
  beta2?: number;
  /** Small number ε that keeps the division finite, 1e-8 by default. */
  epsilon?: number;
}

const adamKeys = ["learningRate", "beta1", "beta2", "epsilon"] as const;

/** The settings of {@linkcode adam}, and the weight decay of {@linkcode adamw}. */
export interface AdamwOptions extends AdamOptions {
  /** Decoupled weight decay λ ≥ 0, 0.01 by default. */
  weightDecay?: number;
}

/**
 * Adam: {@linkcode adamw} without weight decay (Kingma and Ba 2015, algorithm 1; as in
 * `torch.optim.Adam`).
 *
 * @throws {UserError} If an option is not known or makes no sense.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adam } from "lib/training/optimizers.ts";
 *
 * const phi = new Float32Array([1]);
 * adam({ learningRate: 0.1 }).step(phi, new Float32Array([123]));
 * assertAlmostEquals(phi[0]!, 0.9, 1e-6); // The first step is as long as the learning rate.
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkKeys(options, adamKeys, "adam()");
  return adamBy(options, 0, "adam()");
}

/**
 * Adam with decoupled weight decay: φ ← (1 − γλ)φ, m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², φ ← φ
 * − γ m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t = 1, 2, … (Loshchilov
 * and Hutter 2019, algorithm 2; as in `torch.optim.AdamW`).
 *
 * @throws {UserError} If an option is not known or makes no sense.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adamw } from "lib/training/optimizers.ts";
 *
 * const phi = new Float32Array([1]);
 * adamw({ learningRate: 0.1, weightDecay: 0.5 }).step(phi, new Float32Array([0]));
 * assertAlmostEquals(phi[0]!, 0.95, 1e-6);
 * ```
 */
export function adamw(options: AdamwOptions = {}): Optimizer {
  checkKeys(options, [...adamKeys, "weightDecay"], "adamw()");
  return adamBy(options, options.weightDecay ?? 0.01, "adamw()");
}

/** Adam with the given weight decay; `of` is its name in messages. */
function adamBy(options: AdamOptions, weightDecay: number, of: string): Optimizer {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkRate(learningRate, of);
  checkDecay(weightDecay, of);
  checkShare(beta1, "beta1", of);
  checkShare(beta2, "beta2", of);
  checkOption(epsilon > 0 && epsilon < Infinity, "epsilon", epsilon, "a positive number", of);
  const { adamStep } = kernels();
  return optimizer(2, (t) => {
    const gamma = rateAt(learningRate, t, of);
    // With v̂ = v / c², γ m̂ / (√v̂ + ε) is γ c m̂ / (√v + cε): a product less for each parameter.
    const c = Math.sqrt(1 - power(beta2, t));
    const rate = gamma * c / (1 - power(beta1, t));
    const keep = 1 - gamma * weightDecay;
    const decays = [beta1, 1 - beta1, beta2, 1 - beta2] as const;
    return ([phi, gradient, m, v], length) => {
      adamStep(phi!, gradient!, m!, v!, length, rate, keep, ...decays, c * epsilon);
    };
  });
}

/**
 * An optimizer with `vectorCount` vectors of state, which start at zero, and a kernel for each step
 * t = 1, 2, … that updates them and φ. The state is in the compute memory; if φ is, too, as in
 * {@linkcode train}, a step is one pass over all vectors.
 */
function optimizer(vectorCount: number, update: (t: number) => VectorKernel): Optimizer {
  let steps = 0;
  let space: ReturnType<typeof makeSpace> | undefined;
  function makeSpace(length: number) {
    const arena = createArena();
    const space = {
      length,
      vectors: Array.from({ length: vectorCount }, () => arena.float32(length)),
      run: createVectorRunner(vectorCount + 2, arena),
    };
    arena.releaseWith(space);
    return space;
  }
  function spaceFor(length: number) {
    space ??= makeSpace(length);
    if (space.length === length) return space;
    throw new UserError(
      `The optimizer has been used with ${space.length} parameters, not ${length}.`,
      "Create a new optimizer for each vector of parameters.",
    );
  }
  return {
    step(phi, gradient) {
      const { vectors, run } = spaceFor(phi.length);
      run([phi, gradient, ...vectors], update(++steps));
    },
    state: () => ({ steps, vectors: space?.vectors.map((vector) => vector.slice()) ?? [] }),
    restore(state) {
      steps = state.steps;
      const [first] = state.vectors;
      if (!first) space = undefined;
      else spaceFor(first.length).vectors.forEach((own, i) => own.set(state.vectors[i]!));
    },
  };
}
