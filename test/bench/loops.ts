import { type Matrix, product } from "lib/compute/matrix.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import { mlp } from "lib/models/mlp.ts";
import type { Layout } from "lib/models/layout.ts";
import { symmetricEigenvalues } from "lib/analysis/eigenvalues.ts";
import { onSphere } from "lib/analysis/sphere.ts";
import { hashSubspace, inSubspace } from "lib/analysis/subspace.ts";
import { norm } from "lib/compute/vectors.ts";
import type { LossSurface } from "lib/surface.ts";
import { type Mask, masked, prune } from "lib/analysis/masks.ts";
import { adam, adamw, type Optimizer, sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import type { Of, Settings } from "./cases.ts";
import { blankEdges, type Loop, randomData, sharedNumbers } from "./data.ts";
import { imageGradient, trainOnImages } from "./image_loops.ts";

function dataFor({ widths, examples }: { widths: number[]; examples: number }): Dataset {
  const data = randomData([widths[0]!], widths.at(-1)!, examples);
  if (widths[0] === 28 * 28) blankEdges(data.x);
  return data;
}

function multiply({ size }: Of<"gemm">): Loop {
  const rng = sharedNumbers("data");
  const drawn = (): Matrix => {
    const data = Float32Array.from({ length: size * size }, () => rng.normal());
    return { data, rows: size, columns: size };
  };
  const [a, b] = [drawn(), drawn()];
  const c: Matrix = { data: new Float32Array(size * size), rows: size, columns: size };
  return {
    parameters: size * size,
    run(iterations) {
      for (let i = 0; i < iterations; i++) product(c, a, b);
      return c.data[0]!;
    },
  };
}

/** A mask that keeps about that share of the weights, and all biases. */
function randomMask({ dim, parameters }: Layout, keep: number): Mask {
  const rng = sharedNumbers("mask");
  const mask = Uint8Array.from({ length: dim }, () => Number(rng.uniform() < keep));
  for (const { shape, offset, size } of parameters) {
    if (shape.length === 1) mask.fill(1, offset, offset + size);
  }
  return mask;
}

function trainMlp(settings: Of<"train">): Loop {
  const { widths, batch, loss, optimizer, keep } = settings;
  const model = mlp(widths, { loss });
  const whole = model.surface(dataFor(settings));
  const first = model.init(sharedNumbers("init"), "pytorch");
  const mask = keep === undefined ? undefined : randomMask(model.layout, keep);
  const [surface, phi] = mask ? [masked(whole, mask), prune(first, mask)] : [whole, first];
  const rule = {
    sgd: () => sgd({ learningRate: 0.0025 }),
    adam: () => adam(),
    adamw: () => adamw(),
  }[optimizer]();
  return trainingLoop(surface, phi, rule, batch);
}

/** Training steps, on mini-batches if they have a size, as the figures take them. */
function trainingLoop(
  surface: LossSurface,
  phi: Float32Array,
  rule: Optimizer,
  size: number | undefined,
): Loop {
  const batch = size === undefined ? {} : { batch: { size, rng: sharedNumbers("order") } };
  return {
    parameters: phi.length,
    async run(steps) {
      const { loss } = await train(surface, phi, rule, { steps, every: steps, ...batch });
      return loss;
    },
  };
}

function trainInSubspace(settings: Of<"subspace">): Loop {
  const { widths, batch, dims } = settings;
  const model = mlp(widths);
  const start = model.init(sharedNumbers("init"), "pytorch");
  const subspace = hashSubspace(dims, model.dim, sharedNumbers("projection"));
  const surface = inSubspace(model.surface(dataFor(settings)), start, subspace);
  return trainingLoop(surface, new Float32Array(dims), adam({ learningRate: 0.1 }), batch);
}

function trainOnSphere(settings: Of<"sphere">): Loop {
  const model = mlp(settings.widths);
  const phi = model.init(sharedNumbers("init"), "pytorch");
  const surface = model.surface(dataFor(settings));
  return trainingLoop(surface, phi, onSphere(adam(), norm(phi)), settings.batch);
}

function exactHessian(settings: Of<"hessian">): Loop {
  const model = mlp64(settings.widths, { activation: "tanh" });
  const surface = model.surface(dataFor(settings));
  const rng = sharedNumbers("init");
  const phi = Float64Array.from({ length: model.dim }, () => 0.1 * rng.normal());
  const [gradient, hessian] = [new Float64Array(model.dim), new Float64Array(model.dim ** 2)];
  return {
    parameters: model.dim,
    run(iterations) {
      let largest = 0;
      for (let i = 0; i < iterations; i++) {
        surface.hessian(phi, gradient, hessian);
        largest = symmetricEigenvalues(hessian, { vectors: true }).values.at(-1)!;
      }
      return largest;
    },
  };
}

function projectedHessian(settings: Of<"projected-hessian">): Loop {
  const model = mlp(settings.widths, { bias: false });
  const surface = model.surface(dataFor(settings));
  const phi = model.init(sharedNumbers("init"), "pytorch");
  const rng = sharedNumbers("directions");
  const scale = 1 / Math.sqrt(model.dim);
  const directions = Array.from(
    { length: settings.directions },
    () => Float32Array.from({ length: model.dim }, () => scale * rng.normal()),
  );
  return {
    parameters: model.dim,
    run(iterations) {
      let first = 0;
      for (let i = 0; i < iterations; i++) {
        first = surface.projectedHessian!(phi, directions).hessian[0]!;
      }
      return first;
    },
  };
}

/** Prepares this library's side of a case. */
export function prepare(settings: Settings): Loop | Promise<Loop> {
  switch (settings.kind) {
    case "gemm":
      return multiply(settings);
    case "train":
      return trainMlp(settings);
    case "subspace":
      return trainInSubspace(settings);
    case "sphere":
      return trainOnSphere(settings);
    case "hessian":
      return exactHessian(settings);
    case "projected-hessian":
      return projectedHessian(settings);
    case "images":
      return trainOnImages(settings);
    case "image-gradient":
      return imageGradient(settings);
  }
}
