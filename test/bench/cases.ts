/**
 * The inner loops that are timed: the same settings go to this library (loops.ts), to PyTorch
 * (pytorch_side.py) and to JAX (jax_side.py). Batches divide the data, as JAX wants equal ones.
 *
 * @module
 */

/** What a loop does; all sizes are the figure's own, and the data are random. */
export type Settings =
  /** Products of two square matrices in single precision. */
  | { kind: "gemm"; size: number }
  /**
   * Training steps of an MLP; the whole data set makes a batch if none is given. With `keep`, a mask
   * keeps that share of the weights.
   */
  | {
    kind: "train";
    widths: number[];
    examples: number;
    batch?: number;
    loss: "crossEntropy" | "mse";
    optimizer: "sgd" | "adam" | "adamw";
    keep?: number;
  }
  /** Adam steps on θ with φ = φ₀ + Pθ, P having one ±1 a row, before normalization. */
  | { kind: "subspace"; widths: number[]; examples: number; batch: number; dims: number }
  /** Adam steps along a sphere: of gradient and step the tangential parts, and back onto it. */
  | { kind: "sphere"; widths: number[]; examples: number; batch: number }
  /** Gradient and full Hessian of a tanh network in double precision, and its eigenvalues. */
  | { kind: "hessian"; widths: number[]; examples: number }
  /** PᵀHP for k dense directions, without biases. */
  | { kind: "projected-hessian"; widths: number[]; examples: number; directions: number }
  /** Training steps of a convolutional network on color images, with momentum. */
  | { kind: "images"; model: ImageModel; size: number; examples: number; batch: number }
  /** Gradients of the loss by the pixels of some images. */
  | { kind: "image-gradient"; model: ImageModel; size: number; examples: number };

/** A network of lib/models/ with its options. */
export type ImageModel =
  | { name: "alexnet"; options: { width: number; norm: "local" | "batch" } }
  | { name: "densenet"; options: { growth: number; layers: number; size: number } }
  | { name: "cnn"; options: { channels: number[]; hidden: number; size: number } }
  | { name: "residual_cnn"; options: { width: number; size: number } };

/** The settings of one kind. */
export type Of<K extends Settings["kind"]> = Extract<Settings, { kind: K }>;

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

/** A layer as matrix products: rows for an example, inputs that a sum runs over, outputs. */
type Layer = readonly [positions: number, inputs: number, outputs: number];

/** Operations of forward and backward passes; the inputs of the first layer need no derivative. */
function trainingFlops(layers: readonly Layer[], examples: number): number {
  let products = 0;
  layers.forEach(([positions, inputs, outputs], i) =>
    products += (i === 0 ? 2 : 3) * positions * inputs * outputs
  );
  return 2 * examples * products;
}

function mlpFlops(widths: readonly number[], examples: number): number {
  const layers = widths.slice(1).map((width, i) => [1, widths[i]!, width] as const);
  return trainingFlops(layers, examples);
}

/** Convolutions come at their output's positions, with the numbers under a filter as inputs. */
function alexnetLayers(width: number): Layer[] {
  const linear: Layer[] = [[1, 49 * width, 384], [1, 384, 192], [1, 192, 10]];
  return [[784, 75, width], [196, 25 * width, width], ...linear];
}

const densenetLayers: Layer[] = [
  [64, 27, 24],
  ...[24, 36, 48].map((channels): Layer => [64, 9 * channels, 12]),
  [64, 60, 30],
  ...[30, 42, 54].map((channels): Layer => [16, 9 * channels, 12]),
  [1, 66, 10],
];

const cnnLayers: Layer[] = [[64, 27, 16], [16, 144, 32], [4, 288, 32]];

const residualLayers: Layer[] = [
  [64, 27, 16],
  [64, 144, 16],
  [64, 144, 16],
  [16, 144, 32],
  [16, 288, 32],
  [16, 16, 32],
  [1, 32, 10],
];

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
      optimizer: "sgd",
    },
  };
}

function imageCase(
  name: string,
  figure: string,
  layers: readonly Layer[],
  settings: Omit<Of<"images">, "kind">,
): BenchCase {
  const flops = trainingFlops(layers, settings.batch);
  return { name, figure, flops, settings: { kind: "images", ...settings } };
}

function gradientCase(name: string, examples: number): BenchCase {
  const model: ImageModel = { name: "alexnet", options: { width: 16, norm: "local" } };
  const products = alexnetLayers(16).reduce((sum, [p, inputs, n]) => sum + p * inputs * n, 0);
  return {
    name,
    figure: "20.14",
    flops: 2 * examples * 2 * products,
    settings: { kind: "image-gradient", model, size: 28, examples },
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
      optimizer: "adamw",
    },
  },
  {
    name: "subspace",
    figure: "20.6",
    flops: mlpFlops(mnist, 128),
    settings: { kind: "subspace", widths: mnist, examples: 78 * 128, batch: 128, dims: 750 },
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
    name: "projected hessian",
    figure: "20.9",
    // The tangents of the units: of each layer's inputs through its weights, if they have any, and
    // of its weights.
    flops: 100 * 2 * 500 * (784 * 200 + 2 * 200 * 200 + 2 * 200 * 10),
    settings: { kind: "projected-hessian", widths: mnist, examples: 500, directions: 100 },
  },
  {
    name: "sphere",
    figure: "20.12",
    flops: mlpFlops(mnist, 128),
    settings: { kind: "sphere", widths: mnist, examples: 78 * 128, batch: 128 },
  },
  {
    name: "pruning",
    figure: "20.15",
    flops: mlpFlops([784, 300, 100, 10], 128),
    settings: {
      kind: "train",
      widths: [784, 300, 100, 10],
      examples: 78 * 128,
      batch: 128,
      loss: "crossEntropy",
      optimizer: "adam",
      keep: 0.1,
    },
  },
  imageCase("alexnet", "20.1", alexnetLayers(64), {
    model: { name: "alexnet", options: { width: 64, norm: "local" } },
    size: 28,
    examples: 1000,
    batch: 128,
  }),
  imageCase("narrow alexnet", "20.1", alexnetLayers(16), {
    model: { name: "alexnet", options: { width: 16, norm: "batch" } },
    size: 28,
    examples: 1000,
    batch: 50,
  }),
  imageCase("densenet", "20.7", densenetLayers, {
    model: { name: "densenet", options: { growth: 12, layers: 3, size: 16 } },
    size: 16,
    examples: 500,
    batch: 50,
  }),
  imageCase("cnn", "20.10", [...cnnLayers, [1, 128, 10]], {
    model: { name: "cnn", options: { channels: [16, 32, 32], hidden: 0, size: 16 } },
    size: 16,
    examples: 1000,
    batch: 64,
  }),
  imageCase("residual cnn", "20.10", residualLayers, {
    model: { name: "residual_cnn", options: { width: 16, size: 16 } },
    size: 16,
    examples: 1000,
    batch: 64,
  }),
  imageCase("cnn, large batch", "20.11", [...cnnLayers, [1, 128, 64], [1, 64, 10]], {
    model: { name: "cnn", options: { channels: [16, 32, 32], hidden: 64, size: 16 } },
    size: 16,
    examples: 4000,
    batch: 800,
  }),
  gradientCase("gradient of an image", 1),
  gradientCase("gradient of 20 images", 20),
];
