import { assert, assertEquals } from "@std/assert";
import type { Tensor } from "@tensorflow/tfjs";
import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
import type { Random } from "lib/random.ts";

/** TensorFlow.js on the wasm backend. */
export const tf = await loadTensorFlow();

/** Random normal numbers, rounded to eighths so that some are equal, as a tensor's maker. */
export function normals(rng: Random, shape: number[]): () => Tensor {
  const size = tf.util.sizeFromShape(shape);
  const values = Float32Array.from({ length: size }, () => Math.round(8 * rng.normal()) / 8);
  return () => tf.tensor(values, shape);
}

/** An integer in [low, high]. */
export function between(rng: Random, low: number, high: number): number {
  return low + rng.integer(high - low + 1);
}

/** Asserts that tensors made on the wasm backend equal those made on the cpu backend. */
export async function assertSameOnCpu(
  make: () => Tensor[],
  label: string,
  tolerance = 1e-5,
  reference: () => Tensor[] = make,
): Promise<void> {
  const read = (tensors: Tensor[]) => tensors.map((t) => ({ shape: t.shape, data: [...t.dataSync()] }));
  const before = tf.memory().numTensors;
  const actual = tf.tidy(() => read(make()) as never) as unknown as ReturnType<typeof read>;
  assertEquals(tf.memory().numTensors, before, `${label} leaves tensors behind`);
  await tf.setBackend("cpu");
  let expected: ReturnType<typeof read>;
  try {
    expected = tf.tidy(() => read(reference()) as never) as unknown as ReturnType<typeof read>;
  } finally {
    await tf.setBackend("wasm");
  }
  actual.forEach(({ shape, data }, i) => {
    assertEquals(shape, expected[i]!.shape, `shape of result ${i} of ${label}`);
    const wanted = expected[i]!.data;
    const scale = wanted.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    data.forEach((value, j) => {
      assert(
        Math.abs(value - wanted[j]!) <= tolerance * scale,
        `result ${i} of ${label} at ${j}: ${value} instead of ${wanted[j]}`,
      );
    });
  });
}

/** The value of f at the inputs and its derivatives, with dy as the derivative by the value. */
export function withGradients(f: (...x: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  const y = f(...inputs);
  const dy = tf.tensor(
    Float32Array.from({ length: y.size }, (_, i) => Math.round(8 * Math.sin(i + 1)) / 8),
    y.shape,
  );
  return [y, ...tf.grads(f)(inputs, dy)];
}
