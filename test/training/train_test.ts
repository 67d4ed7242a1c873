import { assert, assertEquals, assertRejects } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import type { Batch, LossSurface } from "lib/surface.ts";
import { sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";

/** Mean of ½(φ − i)² over the examples i of the batch, or over 0 to 9. */
function meanSquares(onBatch: (batch?: Batch) => void = () => {}): LossSurface {
  const all = Uint32Array.from({ length: 10 }, (_, i) => i);
  const loss = (phi: Float32Array, batch: Batch = all) =>
    batch.reduce((sum, i) => sum + (phi[0]! - i) ** 2 / 2, 0) / batch.length;
  return {
    dim: 1,
    examples: 10,
    loss,
    gradient(phi, out, batch) {
      onBatch(batch);
      out[0] = (batch ?? all).reduce((sum, i) => sum + phi[0]! - i, 0) / (batch ?? all).length;
      return loss(phi, batch);
    },
  };
}

Deno.test("train() takes the steps of gradient descent and reports each with its loss", async () => {
  const phi = new Float32Array([12.5]);
  const seen: number[][] = [];
  const onStep = (step: number, loss: number, phi: Float32Array) => {
    seen.push([step, loss, phi[0]!]);
  };
  const options = { steps: 5, every: 2, onStep };
  const result = await train(meanSquares(), phi, sgd({ learningRate: 0.5 }), options);
  // The mean of the examples is 4.5 and half their variance 4.125; the distance halves each step.
  const distances = [[0, 8], [2, 2], [4, 0.5], [5, 0.25]] as [number, number][];
  const expected = distances.map(([step, d]) => [step, d * d / 2 + 4.125, 4.5 + d]);
  assertEquals(seen.map((row) => row.map((value) => +value.toFixed(6))), expected);
  assertEquals(result.loss, seen.at(-1)![1]);
});

Deno.test("train() twice for N steps equals once for 2N steps", async () => {
  const options = { learningRate: 0.1, momentum: 0.9 };
  const [once, twice] = [new Float32Array([7]), new Float32Array([7])];
  await train(meanSquares(), once, sgd(options), { steps: 20 });
  const optimizer = sgd(options);
  await train(meanSquares(), twice, optimizer, { steps: 10 });
  assertEquals(twice[0] === once[0], false);
  await train(meanSquares(), twice, optimizer, { steps: 10 });
  assertEquals(twice, once);
});

Deno.test("train() uses each example once an epoch, in an order set by the seed", async () => {
  const run = async (seed: number) => {
    const seen: number[][] = [];
    const surface = meanSquares((batch) => seen.push([...batch!]));
    const phi = new Float32Array([0]);
    const batch = { size: 4, rng: random(seed, "order") };
    await train(surface, phi, sgd({ learningRate: 0.1 }), { steps: 6, batch });
    return { seen, phi };
  };
  const { seen, phi } = await run(0);
  assertEquals(seen.map((batch) => batch.length), [4, 4, 2, 4, 4, 2]);
  const epochs = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
  for (const epoch of epochs) {
    assertEquals(epoch.toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  assertEquals(epochs[0]!.join() === epochs[1]!.join(), false);
  assertEquals(await run(0), { seen, phi });
  assertEquals((await run(1)).phi[0] === phi[0], false);
});

Deno.test("train() throws the signal's reason and keeps phi", async () => {
  const controller = new AbortController();
  const phi = new Float32Array([12.5]);
  const reason = new Error("stopped by the test");
  const training = train(meanSquares(), phi, sgd({ learningRate: 0.5 }), {
    steps: 100,
    onStep: (step) => {
      if (step === 2) controller.abort(reason);
    },
    signal: controller.signal,
  });
  assertEquals(await assertRejects(() => training, Error), reason);
  // The step that was under way was finished.
  assertEquals(phi[0], 5.5);
});

Deno.test("train() lets a timer stop it", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("stopped by a timer")), 0);
  const training = train(meanSquares(), new Float32Array(1), sgd({ learningRate: 0.1 }), {
    steps: 1e9,
    // Without a pause the timer never fires, and this ends the training with another error.
    onStep: (step) => assert(step <= 5e6),
    signal: controller.signal,
  });
  await assertRejects(() => training, Error, "stopped by a timer");
});

Deno.test("train() says at which step the loss stopped being finite", async () => {
  const phi = new Float32Array([12.5]);
  const training = train(meanSquares(), phi, sgd({ learningRate: 1e30 }), { steps: 100 });
  const message = "The loss is Infinity after 2 steps. Lower the learning rate.";
  await assertRejects(() => training, UserError, message);
  const start = train(meanSquares(), new Float32Array([NaN]), sgd({ learningRate: 1 }), {
    steps: 1,
  });
  await assertRejects(() => start, UserError, "NaN after 0 steps. Check the data");
});

Deno.test("train() refuses a batch without examples", async () => {
  const batch = { size: 0, rng: random(0, "order") };
  const training = () =>
    train(meanSquares(), new Float32Array(1), sgd({ learningRate: 1 }), { steps: 1, batch });
  await assertRejects(training, UserError, "`batch.size` of train() is 0");
});
