import { alexnet } from "lib/models/alexnet.ts";
import { cnn, residualCnn } from "lib/models/cnn.ts";
import { densenet } from "lib/models/densenet.ts";
import type { ImageNetwork } from "lib/models/tf_network.ts";
import { random } from "lib/random.ts";
import { sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";
import type { ImageModel, Of } from "./cases.ts";
import { type Loop, randomData } from "./data.ts";

function network(model: ImageModel): Promise<ImageNetwork> {
  switch (model.name) {
    case "alexnet":
      return alexnet(model.options);
    case "densenet":
      return densenet(model.options);
    case "cnn":
      return cnn(model.options);
    case "residual_cnn":
      return residualCnn(model.options);
  }
}

/** Training steps with momentum. */
export async function trainOnImages(settings: Of<"images">): Promise<Loop> {
  const { model, size, examples, batch } = settings;
  const net = await network(model);
  const surface = net.surface(randomData([size, size, 3], 10, examples));
  const phi = net.init(random(0, "init"));
  const rule = sgd({ learningRate: 0.01, momentum: 0.9 });
  const rng = random(0, "order");
  return {
    parameters: net.dim,
    async run(steps) {
      await train(surface, phi, rule, { steps, every: steps, batch: { size: batch, rng } });
    },
  };
}

/** Gradients of the loss by the images. */
export async function imageGradient(settings: Of<"image-gradient">): Promise<Loop> {
  const { model, size, examples } = settings;
  const net = await network(model);
  const { x, y } = randomData([size, size, 3], 10, examples);
  const surface = net.inputSurface(net.init(random(0, "init")), y);
  const gradient = new Float32Array(x.length);
  return {
    parameters: net.dim,
    run(iterations) {
      for (let i = 0; i < iterations; i++) surface.gradient(x, gradient);
    },
  };
}
