import { assertEquals } from "@std/assert";
import { random } from "lib/random.ts";
import { assertSameOnCpu, normals, tf, withGradients } from "./compare.ts";

Deno.test("concat() and its derivatives equal those of the cpu backend for each axis", async () => {
  const rng = random(0, "shapes");
  for (const axis of [0, 1, 2, 3]) {
    const parts = [1, 4, 0, 7].map((length) => {
      const shape = [2, 3, 2, 5];
      shape[axis] = length;
      return normals(rng, shape);
    });
    await assertSameOnCpu(
      () => withGradients((...x) => tf.concat(x, axis), parts.map((make) => make())),
      `axis ${axis}`,
    );
  }
});

Deno.test("slice() and split() equal those of the cpu backend", async () => {
  const rng = random(1, "shapes");
  const x = normals(rng, [4, 3, 5, 6]);
  const slices: [number[], number[]][] = [
    [[0, 0, 0, 2], [4, 3, 5, 3]],
    [[0, 1, 0, 0], [4, 2, 5, 6]],
    [[1, 0, 0, 0], [2, 3, 5, 6]],
    [[1, 0, 2, 0], [2, 3, 1, 6]],
    [[0, 0, 0, 0], [4, 3, 5, 6]],
    [[0, 0, 1, 0], [-1, -1, 0, -1]],
  ];
  for (const [begin, size] of slices) {
    await assertSameOnCpu(() => [tf.slice(x(), begin, size)], `slice ${begin}, ${size}`);
  }
  await assertSameOnCpu(
    () => [...tf.split(x(), 2, 0), ...tf.split(x(), [1, 0, 4], 2), ...tf.split(x(), [2, -1], 3)],
    "split",
  );
});

Deno.test("clone() shares memory, which lives as long as one of the tensors", () => {
  const first = tf.tensor1d([1, 2, 3]);
  const second = first.clone();
  first.dispose();
  // What comes next would overwrite the memory if it were free.
  const others = [tf.tensor1d([7, 7, 7]), tf.tensor1d([8, 8, 8])];
  assertEquals([...second.dataSync()], [1, 2, 3]);
  tf.dispose([second, ...others]);
});
