/**
 * The one abstraction of the chapter: every figure asks a question about L(φ), a scalar function of
 * one flat vector of parameters. Models make surfaces; optimisers and analyses use nothing else.
 *
 * @module
 */

/** Indices of the examples that a loss is averaged over, each in [0, size of the data set). */
export type Batch = Uint32Array;

/** A loss surface: a differentiable scalar function of one flat parameter vector φ. */
export interface LossSurface {
  /** Number of parameters D, the length of every `phi`. */
  readonly dim: number;
  /** Mean loss at `phi` (length D) over the batch, or over all examples. */
  loss(phi: Float32Array, batch?: Batch): number;
  /** Writes ∂L/∂φ into `out` (length D) and returns the mean loss, as {@linkcode loss} does. */
  gradient(phi: Float32Array, out: Float32Array, batch?: Batch): number;
  /** Writes the exact Hessian-vector product at `phi` with `v` into `out`, all of length D. */
  hvp?(phi: Float32Array, v: Float32Array, out: Float32Array, batch?: Batch): void;
}

/** The loss surface of a classifier, which can also say how many examples it gets right. */
export interface ClassifierSurface extends LossSurface {
  /** Fraction of the examples whose largest output is at their label, in [0, 1]. */
  accuracy(phi: Float32Array): number;
}
