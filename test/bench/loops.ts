import { gemm } from "lib/compute/blas.ts";
import { createArena } from "lib/compute/memory.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import { symmetricEigenvalues } from "lib/analysis/eigenvalues.ts";
import { adam, adamw, sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import type { Of, Settings } from "./cases.ts";
import { batches, type Loop, randomData } from "./data.ts";
import { imageGradient, trainOnImages } from "./image_loops.ts";

function dataFor({ widths, examples }: { widths: number[]; examples: number }): Dataset {
  return randomData([widths[0]!], widths.at(-1)!, examples);
}

function multiply({ size }: Of<"gemm">): Loop {
  const rng = random(0, "matrices");
  const [a, b] = [0, 1].map(() => Float32Array.from({ length: size * size }, () => rng.normal()));
  const product = { m: size, n: size, k: size, a: a!, b: b!, c: new Float32Array(size * size) };
  return {
    parameters: size * size,
    run(iterations) {
      for (let i = 0; i < iterations; i++) gemm(product);
    },
  };
}

function trainMlp(settings: Of<"train">): Loop {
  const { widths, batch, loss, optimizer } = settings;
  const model = mlp(widths, { loss });
  const surface = model.surface(dataFor(settings));
  const phi = model.init(random(0, "init"), "pytorch");
  const rule = {
    sgd: () => sgd({ learningRate: 0.0025 }),
    adam: () => adam(),
    adamw: () => adamw(),
  }[optimizer]();
  const rng = random(0, "order");
  return {
    parameters: model.dim,
    async run(steps) {
      const options = { steps, every: steps };
      await train(
        surface,
        phi,
        rule,
        batch ? { ...options, batch: { size: batch, rng } } : options,
      );
    },
  };
}

function trainInSubspace(settings: Of<"subspace">): Loop {
  const { widths, examples, batch, dims } = settings;
  const model = mlp(widths);
  const surface = model.surface(dataFor(settings));
  const start = model.init(random(0, "init"), "pytorch");
  const rng = random(0, "projection");
  // Row i of P is ±1 in one column, so that it picks a number of (θ, −θ), scaled by column.
  const column = Uint16Array.from({ length: model.dim }, () => rng.integer(2 * dims));
  const count = new Float32Array(dims);
  column.forEach((j) => count[j % dims]!++);
  const [theta, slope] = [new Float32Array(dims), new Float32Array(dims)];
  const both = new Float32Array(2 * dims);
  // Vectors in the compute memory are not copied on their way to the surface.
  const arena = createArena();
  const [phi, gradient] = [arena.float32(model.dim), arena.float32(model.dim)];
  const [rule, next] = [adam({ learningRate: 0.1 }), batches(examples, batch)];
  return {
    parameters: dims,
    run(steps) {
      for (let step = 0; step < steps; step++) {
        for (let j = 0; j < dims; j++) {
          both[j] = theta[j]! / Math.sqrt(count[j]!);
          both[dims + j] = -both[j]!;
        }
        pick(both, column, start, phi);
        surface.gradient(phi, gradient, next());
        both.fill(0);
        collect(gradient, column, both);
        for (let j = 0; j < dims; j++) {
          slope[j] = (both[j]! - both[dims + j]!) / Math.sqrt(count[j]!);
        }
        rule.step(theta, slope);
      }
    },
  };
}

function pick(
  values: Float32Array,
  column: Uint16Array,
  start: Float32Array,
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = start[i]! + values[column[i]!]!;
}

function collect(gradient: Float32Array, column: Uint16Array, sums: Float32Array): void {
  for (let i = 0; i < gradient.length; i++) {
    sums[column[i]!] = sums[column[i]!]! + gradient[i]!;
  }
}

function trainOnSphere(settings: Of<"sphere">): Loop {
  const { widths, examples, batch } = settings;
  const model = mlp(widths);
  const surface = model.surface(dataFor(settings));
  const arena = createArena();
  const [phi, gradient] = [arena.float32(model.dim), arena.float32(model.dim)];
  phi.set(model.init(random(0, "init"), "pytorch"));
  const radius = Math.sqrt(dot(phi, phi));
  const [rule, next] = [adam(), batches(examples, batch)];
  return {
    parameters: model.dim,
    run(steps) {
      for (let step = 0; step < steps; step++) {
        surface.gradient(phi, gradient, next());
        const along = dot(gradient, phi) / radius ** 2;
        for (let i = 0; i < phi.length; i++) gradient[i] = gradient[i]! - along * phi[i]!;
        rule.step(phi, gradient);
        const scale = radius / Math.sqrt(dot(phi, phi));
        for (let i = 0; i < phi.length; i++) phi[i] = scale * phi[i]!;
      }
    },
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function exactHessian(settings: Of<"hessian">): Loop {
  const model = mlp64(settings.widths, { activation: "tanh" });
  const surface = model.surface(dataFor(settings));
  const rng = random(0, "init");
  const phi = Float64Array.from({ length: model.dim }, () => 0.1 * rng.normal());
  const [gradient, hessian] = [new Float64Array(model.dim), new Float64Array(model.dim ** 2)];
  return {
    parameters: model.dim,
    run(iterations) {
      for (let i = 0; i < iterations; i++) {
        surface.hessian(phi, gradient, hessian);
        symmetricEigenvalues(hessian, { vectors: true });
      }
    },
  };
}

function projectedHessian(settings: Of<"projected-hessian">): Loop {
  const model = mlp(settings.widths, { bias: false });
  const surface = model.surface(dataFor(settings));
  const phi = model.init(random(0, "init"));
  const rng = random(0, "directions");
  const scale = 1 / Math.sqrt(model.dim);
  const directions = Array.from(
    { length: settings.directions },
    () => Float32Array.from({ length: model.dim }, () => scale * rng.normal()),
  );
  return {
    parameters: model.dim,
    run(iterations) {
      for (let i = 0; i < iterations; i++) surface.projectedHessian!(phi, directions);
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
