/** A short run of a notebook's own experiment. */
export interface ShortRun {
  /** Name of the notebook's file, without its ending. */
  readonly stem: string;
  /** Name of the sweep. */
  readonly sweep: string;
  /** The points. */
  readonly points: readonly object[];
}

const fullyConnected = {
  name: "4 layers",
  widths: [40, 63, 63, 63, 63, 10],
  every: 20,
  seed: 1,
  examples: 300,
  mostEpochs: 60,
};

const convolutional = {
  minimum: "small batch",
  start: "He",
  batchSize: 32,
  epochs: 2,
  seed: 1,
  images: 100,
  testImages: 100,
  channels: [16, 32, 32],
};

/** Runs of a fully connected network, with its curvature, of a search by eigenvalues, and of a CNN. */
export const shortRuns: readonly ShortRun[] = [
  {
    stem: "20_02_full_batch_gradient_descent",
    sweep: "fig-20-02-curvature",
    points: [0.1, 0.05].map((learningRate) => ({ ...fullyConnected, learningRate })),
  },
  {
    stem: "20_08_critical_points",
    sweep: "fig-20-08-a",
    points: [1, 2].map((seed) => ({ spins: 12, seed, searches: 4, mostSteps: 40 })),
  },
  {
    stem: "20_11_flat_and_sharp_minima",
    sweep: "fig-20-11-minima",
    points: [0, 0.05].map((rho) => ({ ...convolutional, rho })),
  },
];
