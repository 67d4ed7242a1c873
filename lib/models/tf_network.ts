import type { TensorFlow } from "../compute/tfjs/register.ts";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { type Layout, layout } from "./layout.ts";
import { tfInputSurface } from "./tf_input_surface.ts";
import { type Forward, type TfSurface, tfSurface, type TfSurfaceOptions } from "./tf_surface.ts";
import type { Random } from "../random.ts";
import type { InputSurface } from "../surface.ts";

/** A network for images, differentiated by TensorFlow.js. */
export interface ImageNetwork {
  /** Names, shapes and offsets of the parameters in φ. */
  readonly layout: Layout;
  /** Number of parameters D. */
  readonly dim: number;
  /**
   * New parameters φ (length D): weights uniform in (−b, b) with b = √(6 / fan-in) (He et al. 2015,
   * eq. 10), scales 1, offsets and biases 0.
   */
  init(rng: Random): Float32Array;
  /** Mean softmax cross-entropy, in nats, of the network's outputs over the data. */
  surface(data: Dataset, options?: TfSurfaceOptions): TfSurface;
  /** The same loss as a function of the inputs, at fixed φ; see {@linkcode tfInputSurface}. */
  inputSurface(phi: Float32Array, labels: Uint8Array): InputSurface;
}

/** What defines a network for {@linkcode imageNetwork}. */
export interface ImageNetworkOptions {
  /** Shape of an image: height, width, channels. */
  shape: readonly [number, number, number];
  /**
   * Names and shapes of the parameters; the name decides the initialization: `scale…` starts at 1.
   */
  parameters: readonly (readonly [string, readonly number[]])[];
  /** Returns the network, given TensorFlow.js. */
  forward(tf: TensorFlow): Forward;
  /** Adjusts newly drawn parameters; does nothing by default. */
  adjust?(phi: Float32Array, layout: Layout): void;
}

/** Creates a network from its parameters and its function; loads TensorFlow.js. */
export async function imageNetwork(options: ImageNetworkOptions): Promise<ImageNetwork> {
  const tf = await loadTensorFlow();
  const network = { layout: layout(options.parameters), forward: options.forward(tf) };
  const { parameters, dim } = network.layout;
  return {
    layout: network.layout,
    dim,
    init(rng) {
      const phi = new Float32Array(dim);
      for (const { name, shape, offset, size } of parameters) {
        const fanIn = size / shape.at(-1)!;
        const bound = shape.length > 1 ? Math.sqrt(6 / fanIn) : 0;
        const center = name.startsWith("scale") ? 1 : 0;
        for (let i = offset; i < offset + size; i++) {
          phi[i] = bound > 0 ? bound * (2 * rng.uniform() - 1) : center;
        }
      }
      options.adjust?.(phi, network.layout);
      return phi;
    },
    surface: (data, settings) => tfSurface(tf, network, data, settings),
    inputSurface: (phi, labels) => tfInputSurface(tf, network, phi, options.shape, labels),
  };
}
