import type { TensorFlow } from "../compute/tfjs/register.ts";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { type Layout, layout } from "./layout.ts";
import { tfInputSurface } from "./tf_input_surface.ts";
import { type Forward, type TfSurface, tfSurface, type TfSurfaceOptions } from "./tf_surface.ts";
import type { Random } from "../random.ts";
import type { InputSurface } from "../surface.ts";

/** A network for images whose derivatives come from TensorFlow.js. */
export interface ImageNetwork {
  /** Names, shapes and places of the parameters in φ. */
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
  /** The same as a function of the inputs, at fixed φ, as {@linkcode tfInputSurface} has it. */
  inputSurface(phi: Float32Array, labels: Uint8Array): InputSurface;
}

/** What {@linkcode imageNetwork} makes a network of. */
export interface ImageNetworkOptions {
  /** Shape of an image: height, width, channels. */
  shape: readonly [number, number, number];
  /** Names and shapes of the parameters; a name says what it is: `scale…` starts at 1. */
  parameters: readonly (readonly [string, readonly number[]])[];
  /** The network, given TensorFlow.js. */
  forward(tf: TensorFlow): Forward;
  /** Changes freshly drawn parameters where the network wants others; nothing by default. */
  adjust?(phi: Float32Array, layout: Layout): void;
}

/** Makes a network of its parameters and its function; loads TensorFlow.js. */
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
