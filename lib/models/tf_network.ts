import type { TensorFlow } from "../compute/tfjs/register.ts";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { type Layout, layout, viewOf } from "./layout.ts";
import { tfInputSurface } from "./tf_input_surface.ts";
import { type Forward, type TfSurface, tfSurface, type TfSurfaceOptions } from "./tf_surface.ts";
import { drawUniform, type Random } from "../random.ts";
import type { InputSurface } from "../surface.ts";

/** A network that TensorFlow.js differentiates. */
export interface TfModel {
  /** Names, shapes and offsets of the parameters in φ. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /**
   * Mean softmax cross-entropy, in nats, of the network's outputs over the data.
   *
   * @throws {UserError} If the data do not fit the network.
   */
  surface(data: Dataset, options?: TfSurfaceOptions): TfSurface;
  /** The same loss as a function of the inputs, at fixed φ; see {@linkcode tfInputSurface}. */
  inputSurface(phi: Float32Array, labels: Uint8Array): InputSurface;
}

/** A network for images. */
export interface ImageNetwork extends TfModel {
  /**
   * New parameters φ (length D): weights uniform in (−b, b) with b = √(6 / fan-in) (He et al. 2015,
   * eq. 10), or as the network says; scales 1, offsets and biases 0.
   */
  init(rng: Random): Float32Array;
}

/** What defines a network for {@linkcode imageNetwork}. */
export interface ImageNetworkOptions {
  /** Shape of an image, such as height, width, channels. */
  shape: readonly number[];
  /**
   * Names and shapes of the parameters, at last the biases of the outputs; the name decides the
   * initialization: `scale…` starts at 1.
   */
  parameters: readonly (readonly [string, readonly number[]])[];
  /** Returns the network, given TensorFlow.js. */
  forward(tf: TensorFlow): Forward;
  /** Variance of newly drawn weights, times their fan-in; 2 by default (He et al. 2015). */
  variance?: number;
  /** Adjusts newly drawn parameters; does nothing by default. */
  adjust?(phi: Float32Array, layout: Layout): void;
}

/** Creates a network from its parameters and its function; loads TensorFlow.js. */
export async function imageNetwork(options: ImageNetworkOptions): Promise<ImageNetwork> {
  const { shape, variance = 2 } = options;
  const tf = await loadTensorFlow();
  const network = { layout: layout(options.parameters), forward: options.forward(tf) };
  const { parameters, dim } = network.layout;
  return {
    layout: network.layout,
    dim,
    init(rng) {
      const phi = new Float32Array(dim);
      for (const parameter of parameters) {
        const values = viewOf(parameter, phi);
        const fanIn = parameter.size / parameter.shape.at(-1)!;
        if (parameter.shape.length > 1) drawUniform(values, Math.sqrt(3 * variance / fanIn), rng);
        else if (parameter.name.startsWith("scale")) values.fill(1);
      }
      options.adjust?.(phi, network.layout);
      return phi;
    },
    surface(data, settings) {
      checkDataset(data, {
        inputs: tf.util.sizeFromShape([...shape]),
        outputs: parameters.at(-1)!.size,
      });
      return tfSurface(tf, network, data, settings);
    },
    inputSurface: (phi, labels) => tfInputSurface(tf, network, phi, shape, labels),
  };
}
