/**
 * The abstraction behind the whole chapter: every figure asks a question about L(φ), a scalar
 * function of one flat vector of parameters. Models create surfaces; optimizers and analyses use
 * nothing else.
 *
 * @module
 */

/** Indices of the examples that a loss is averaged over, each in [0, size of the data set). */
export type Batch = Uint32Array;

/** The Hessian of a loss in a subspace: PᵀHP for k directions, the columns of P. */
export interface ProjectedHessian {
  /** PᵀHP, k×k, row-major. */
  readonly hessian: Float64Array;
  /**
   * Its part PᵀGP, with the Gauss–Newton matrix G = JᵀSJ (S: the Hessian of the loss in the
   * outputs).
   */
  readonly gaussNewton: Float64Array;
  /** The remainder, due to the second derivatives of the model. */
  readonly residual: Float64Array;
}

/** A loss surface: a differentiable scalar function of one flat parameter vector φ. */
export interface LossSurface {
  /** Number of parameters D, the length of every `phi`. */
  readonly dim: number;
  /** Size of the data set; 1 if the loss is not a mean over examples. */
  readonly examples: number;
  /** Mean loss at `phi` (length D) over the batch, or over all examples. */
  loss(phi: Float32Array, batch?: Batch): number;
  /** Writes ∂L/∂φ into `out` (length D) and returns the mean loss, as {@linkcode loss} does. */
  gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number;
  /** Writes the exact product Hv of the Hessian at `phi` with `v` into `out` (all of length D). */
  hvp?(phi: Float32Array, v: Float32Array, out: Float32Array, batch?: Batch): void;
  /** The exact Hessian at `phi` in the given directions (each of length D). */
  projectedHessian?(
    phi: Float32Array,
    directions: readonly Float32Array[],
    batch?: Batch,
  ): ProjectedHessian;
}

/**
 * A smooth function in double precision with its exact Hessian, for critical points: in single
 * precision a small eigenvalue cannot be distinguished from 0.
 */
export interface SmoothFunction {
  /** Number of directions D in which a point can move: the length of gradients and steps. */
  readonly dim: number;
  /** Writes the gradient at `phi` into `out` (length D) and returns the function's value. */
  gradient(phi: Float64Array, out: Float64Array): number;
  /**
   * Writes the gradient at `phi` into `gradient` (length D) and the Hessian into `out` (D×D,
   * row-major, symmetric), and returns the function's value.
   */
  hessian(phi: Float64Array, gradient: Float64Array, out: Float64Array): number;
  /**
   * The point reached by a step (length D) from `phi`, in a new array; `phi` + step by default. On
   * a constraint surface, such as a sphere, gradients, Hessians and steps are in coordinates of the
   * tangent space, and points may have more than D coordinates.
   */
  move?(phi: Float64Array, step: Float64Array): Float64Array;
}

/** The loss surface of a classifier, which also measures accuracy. */
export interface ClassifierSurface extends LossSurface {
  /** Fraction of the examples whose label has the largest output, in [0, 1]. */
  accuracy(phi: Float32Array): number;
  /** Loss and accuracy over all examples, for the cost of computing one of them. */
  evaluate(phi: Float32Array): { loss: number; accuracy: number };
}

/** The mean loss of examples as a function of their inputs: one vector, example after example. */
export interface InputSurface extends LossSurface {
  /**
   * Writes the gradient of each example's own loss into its part of `out`, and returns these
   * losses. Examples must not affect each other, as they do with batch normalization.
   */
  gradients(inputs: Float32Array, out: Float32Array): Float32Array;
}
