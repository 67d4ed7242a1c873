/**
 * The inner loops that are timed: the same settings go to this library (loops.ts) and to PyTorch
 * (pytorch_side.py).
 *
 * @module
 */

/** What a loop does; all sizes are the figure's own, and the data are random. */
export type Settings =
  /** Products of two square matrices in single precision. */
  | { kind: "gemm"; size: number }
  /** Training steps of an MLP; the whole data set makes a batch if none is given. */
  | {
    kind: "train";
    widths: number[];
    examples: number;
    batch?: number;
    loss: "crossEntropy" | "mse";
    optimiser: "sgd" | "adam" | "adamw";
  }
  /** Adam steps on θ with φ = φ₀ + Pθ, P having one ±1 a row, before normalisation. */
  | { kind: "subspace"; widths: number[]; examples: number; batch: number; dims: number }
  /** Adam steps with the gradient along a sphere, and back onto it. */
  | { kind: "sphere"; widths: number[]; examples: number; batch: number }
  /** PᵀHP for dense P, without biases. */
  | { kind: "projected-hessian"; widths: number[]; examples: number; directions: number }
  /** Gradient and full Hessian of a tanh network in double precision, and its eigenvalues. */
  | { kind: "hessian"; widths: number[]; examples: number };

/** One loop to time. */
export interface BenchCase {
  /** Name, unique. */
  readonly name: string;
  /** The figure, or figures, that it is the inner loop of. */
  readonly figure: string;
  /** Floating-point operations of the matrix products of one iteration. */
  readonly flops: number;
  /** What it does. */
  readonly settings: Settings;
}

/** Products of weights with `count` rows forward and back; the inputs need no derivative. */
function mlpFlops(widths: readonly number[], count: number): number {
  let products = 0;
  widths.slice(1).forEach((width, i) => products += (i === 0 ? 2 : 3) * widths[i]! * width);
  return 2 * count * products;
}

const mnist = [784, 200, 200, 10];

function fullBatch(hidden: number[]): BenchCase {
  const widths = [40, ...hidden, 10];
  return {
    name: `full batch ${hidden.join("-")}`,
    figure: "20.2",
    flops: mlpFlops(widths, 4000),
    settings: {
      kind: "train",
      widths,
      examples: 4000,
      loss: "crossEntropy",
      optimiser: "sgd",
    },
  };
}

/** All loops, in the order of the table. The first gives the ceiling of the others. */
export const cases: readonly BenchCase[] = [
  { name: "gemm", figure: "", flops: 2 * 1024 ** 3, settings: { kind: "gemm", size: 1024 } },
  fullBatch([298]),
  fullBatch([100, 100]),
  fullBatch([75, 75, 75]),
  fullBatch([63, 63, 63, 63]),
  {
    name: "mean squared error",
    figure: "20.4, 20.13",
    flops: mlpFlops(mnist, 200),
    settings: {
      kind: "train",
      widths: mnist,
      examples: 1000,
      batch: 200,
      loss: "mse",
      optimiser: "adamw",
    },
  },
  {
    name: "subspace",
    figure: "20.6",
    flops: mlpFlops(mnist, 128),
    settings: { kind: "subspace", widths: mnist, examples: 10_000, batch: 128, dims: 750 },
  },
  {
    name: "exact hessian",
    figure: "20.8",
    // The block of the first layer, of which half the numbers at and above the diagonal are left
    // out; the other blocks are small.
    flops: 500 * (101 * 4) ** 2,
    settings: { kind: "hessian", widths: [100, 4, 10], examples: 500 },
  },
  {
    name: "sphere",
    figure: "20.12",
    flops: mlpFlops(mnist, 128),
    settings: { kind: "sphere", widths: mnist, examples: 10_000, batch: 128 },
  },
  {
    name: "pruning",
    figure: "20.15",
    flops: mlpFlops([784, 300, 100, 10], 128),
    settings: {
      kind: "train",
      widths: [784, 300, 100, 10],
      examples: 10_000,
      batch: 128,
      loss: "crossEntropy",
      optimiser: "adam",
    },
  },
];
