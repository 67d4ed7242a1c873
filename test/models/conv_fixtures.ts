import { alexnet } from "lib/models/alexnet.ts";
import { cnn, residualCnn } from "lib/models/cnn.ts";
import { densenet } from "lib/models/densenet.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import type { ImageNetwork } from "lib/models/tf_network.ts";
import fixtures from "./fixtures/conv.json" with { type: "json" };

/** Norm and some evenly spaced numbers of an array. */
interface Summary {
  norm: number;
  step: number;
  numbers: number[];
}

/** A network at the parameters of the fixture, and what PyTorch found there. */
export interface ConvCase {
  label: string;
  network: ImageNetwork;
  phi: Float32Array;
  /** The direction of the Hessian-vector product. */
  direction: Float32Array;
  data: Dataset;
  loss: number;
  gradient: Record<string, Summary>;
  inputGradient: Summary;
  hvp: Record<string, Summary>;
}

/** Numbers in offset ± factor by the formula of `make_conv_fixtures.py`. */
function noise(size: number, seed: number, factor = 1, offset = 0): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => {
    const value = 43758.5453 * Math.sin(12.9898 * (i + 1) + seed);
    return offset + factor * (2 * (value - Math.floor(value)) - 1);
  });
}

/** The cases of `fixtures/conv.json` for one kind of network. */
export async function convCases(model: string): Promise<ConvCase[]> {
  // The options are those of the model of the same case.
  const make = { alexnet, densenet, cnn, residualCnn } as Record<
    string,
    (options: never) => Promise<ImageNetwork>
  >;
  return await Promise.all(
    fixtures.filter((fixture) => fixture.model === model).map(async (fixture) => {
      const network = await make[model]!(fixture.options as never);
      const phi = new Float32Array(network.dim);
      const direction = new Float32Array(network.dim);
      network.layout.parameters.forEach(({ name, shape, offset, size }, i) => {
        const isScale = name.startsWith("scale");
        const fanIn = shape.length > 1 ? size / shape.at(-1)! : 50;
        const factor = isScale ? 0.3 : Math.sqrt(6 / fanIn);
        phi.set(noise(size, i, factor, isScale ? 1 : 0), offset);
        direction.set(noise(size, 100 + i), offset);
      });
      const { size: side, count } = fixture;
      return {
        label: `${model} ${JSON.stringify(fixture.options)}`,
        network,
        phi,
        direction,
        data: {
          name: "noise",
          x: noise(count * side * side * 3, 200, 1.7),
          y: Uint8Array.from({ length: count }, (_, i) => i * 3 % 10),
          size: count,
          shape: [side, side, 3],
          classes: 10,
        },
        loss: fixture.loss,
        gradient: fixture.gradient as unknown as Record<string, Summary>,
        inputGradient: fixture.inputGradient,
        hvp: fixture.hvp as unknown as Record<string, Summary>,
      };
    }),
  );
}

/**
 * How far the parts of a vector are from their summaries at most, in units of the whole vector's
 * norm.
 */
export function deviation(
  vector: Float32Array,
  network: ImageNetwork,
  summaries: Record<string, Summary>,
): number {
  const total = Math.hypot(...Object.values(summaries).map(({ norm }) => norm));
  const errors = network.layout.parameters.flatMap(({ name, offset, size }) => {
    const part = vector.subarray(offset, offset + size);
    const { norm, step, numbers } = summaries[name]!;
    return [
      Math.sqrt(part.reduce((sum, value) => sum + value ** 2, 0)) - norm,
      ...numbers.map((value, i) => part[i * step]! - value),
    ];
  });
  return Math.max(...errors.map(Math.abs)) / total;
}
