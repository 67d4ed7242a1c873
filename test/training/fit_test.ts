import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { mlp } from "lib/models/mlp.ts";
import { random } from "lib/random.ts";
import { decode, encode } from "lib/sweep/encoding.ts";
import { fit, type FitOptions } from "lib/training/fit.ts";
import { adam, type Optimizer, sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";

/** A small classifier with 50 random examples, and its first parameters. */
function classifier() {
  const rng = random(1, "data");
  const x = Float32Array.from({ length: 50 * 8 }, () => rng.normal());
  const y = Uint8Array.from({ length: 50 }, () => rng.integer(3));
  const net = mlp([8, 16, 3]);
  const data = { name: "noise", x, y, size: 50, shape: [8], classes: 3 };
  return { surface: net.surface(data), phi: net.init(random(1, "init")) };
}

/** A checkpoint that holds what was saved as a file would. */
function memory() {
  let text: string | undefined;
  return {
    saves: () => text,
    load: <T>() => Promise.resolve(text === undefined ? undefined : decode(text) as T),
    save(value: unknown) {
      text = encode(value);
      return Promise.resolve();
    },
  };
}

const batch = { size: 16, order: (epoch: number) => random(1, `order of epoch ${epoch}`) };
const halving = (step: number) => 0.1 * 0.5 ** Math.floor(step / 8);
const optimizers: Record<string, () => Optimizer> = {
  "SGD with momentum": () => sgd({ learningRate: halving, momentum: 0.9 }),
  "Adam": () => adam({ learningRate: 0.01 }),
};

for (const [name, make] of Object.entries(optimizers)) {
  Deno.test(`fit() with ${name}, stopped and resumed anywhere, ends bit for bit the same`, async () => {
    const at = [0, 3, 7, 12, 20];
    const { surface, phi } = classifier();
    const start = phi.slice();
    const options = { at, batch, look: () => ({ accuracy: surface.accuracy(phi) }) };
    const { rows } = await fit(surface, phi, make(), options);

    for (let stop = 0; stop < 20; stop++) {
      const checkpoint = memory();
      const controller = new AbortController();
      let steps = 0;
      // Each sitting has its own optimizer, and φ as it was at the start, as after a new beginning.
      const sitting = (signal: AbortSignal) => {
        const own = start.slice();
        const optimizer = make();
        const counting = {
          state: optimizer.state,
          restore: optimizer.restore,
          step(phi: Float32Array, gradient: Float32Array) {
            if (steps++ === stop) controller.abort(new Error("stopped"));
            optimizer.step(phi, gradient);
          },
        };
        const look = () => ({ accuracy: surface.accuracy(own) });
        const context = { signal, checkpoint };
        return { own, work: fit(surface, own, counting, { at, batch, look, context }) };
      };
      const first = sitting(controller.signal);
      if (stop < 19) await assertRejects(() => first.work, Error, "stopped");
      else await first.work;
      const second = sitting(new AbortController().signal);
      if (stop < 19) assertEquals((await second.work).rows, rows, `stopped in step ${stop}`);
      else await second.work;
      assertEquals(second.own, phi, `stopped in step ${stop}`);
    }
  });
}

Deno.test("fit() gives what train() gives, wherever one looks", async () => {
  const { surface, phi } = classifier();
  const expected = phi.slice();
  const perEpoch = Math.ceil(50 / batch.size);
  const optimizer = adam();
  for (let epoch = 0; epoch < 3; epoch++) {
    const options = { steps: perEpoch, batch: { size: batch.size, rng: batch.order(epoch) } };
    await train(surface, expected, optimizer, options);
  }
  for (const at of [undefined, [12], [0, 1, 5, 12]]) {
    const own = phi.slice();
    const places: FitOptions<object> = at
      ? { at, batch, look: () => ({}) }
      : { epochs: 3, batch, look: () => ({}) };
    await fit(surface, own, adam(), places);
    assertEquals(own, expected);
  }
});

Deno.test("fit() notes step, epoch and the mean loss since the last look", async () => {
  const { surface, phi } = classifier();
  const losses: number[] = [];
  const own = phi.slice();
  const steps = { steps: 8, batch: { size: 16, rng: batch.order(0) } };
  await train(surface, own, sgd({ learningRate: 0.1 }), {
    steps: 4,
    batch: steps.batch,
    onStep: (step, loss) => void (step < 4 && losses.push(loss)),
  });
  const reported: number[] = [];
  const { rows } = await fit(surface, phi, sgd({ learningRate: 0.1 }), {
    epochs: 1,
    batch,
    look: () => ({ first: phi[0]! }),
    report: ({ step }) => reported.push(step),
  });
  assertEquals(rows.map(({ step, epoch }) => [step, epoch]), [[0, 0], [4, 1]]);
  assertEquals(rows[0]!.loss, losses[0]);
  assertAlmostEquals(rows[1]!.loss, losses.reduce((a, b) => a + b) / 4, 1e-12);
  assertEquals(rows[1]!.first, phi[0]);
  assertEquals(reported, [0, 4]);
});

Deno.test("fit() ends early, and says how far it is", async () => {
  const { surface, phi } = classifier();
  const seen: [number, string | undefined][] = [];
  const { rows } = await fit(surface, phi, sgd({ learningRate: 0.1 }), {
    at: [0, 10, 20, 30, 40],
    look: ({ step }) => ({ enough: step >= 20 }),
    until: (rows) => rows.at(-1)!.enough,
    name: "net",
    context: { progress: (fraction, note) => seen.push([fraction, note]) },
  });
  assertEquals(rows.length, 3);
  assertEquals(seen, [[0, "net: step 0"], [0.25, "net: step 10"], [0.5, "net: step 20"]]);
});

Deno.test("fit() resumed reports the rows from before, and does not look at them again", async () => {
  const { surface, phi } = classifier();
  const checkpoint = memory();
  const controller = new AbortController();
  const looked: number[] = [];
  const options = (signal: AbortSignal) => ({
    at: [0, 5, 10],
    look: ({ step }: { step: number }) => {
      looked.push(step);
      if (step === 5) controller.abort(new Error("stopped"));
      return {};
    },
    report: ({ step }: { step: number }) => void reported.push(step),
    context: { signal, checkpoint },
  });
  const reported: number[] = [];
  const optimizer = sgd({ learningRate: 0.1 });
  await assertRejects(() => fit(surface, phi, optimizer, options(controller.signal)));
  assert(checkpoint.saves() !== undefined);
  await fit(surface, phi, optimizer, options(new AbortController().signal));
  assertEquals(looked, [0, 5, 10]);
  assertEquals(reported, [0, 5, 0, 5, 10]);
});

Deno.test("fit() says which loss stopped being finite, also after the last step", async () => {
  const { surface, phi } = classifier();
  const diverging = () => sgd({ learningRate: 1e30 });
  for (const at of [[1], [0, 5]]) {
    await assertRejects(
      () => fit(surface, phi.slice(), diverging(), { at, look: () => ({}) }),
      UserError,
      "Lower the learning rate.",
    );
  }
});

Deno.test("fit() asks where to look, once", async () => {
  const { surface, phi } = classifier();
  const look = () => ({});
  const wrong = [{}, { at: [] }, { at: [3, 2] }, { at: [0.5] }, { epochs: 2, at: [4] }, {
    epochs: NaN,
  }];
  for (const places of wrong) {
    const work = () => fit(surface, phi, adam(), { ...places, look });
    await assertRejects(work, UserError, "when to look");
  }
});

Deno.test("fit() without a look notes the places alone", async () => {
  const { surface, phi } = classifier();
  const { rows } = await fit(surface, phi, adam(), { epochs: 2, batch });
  assertEquals(rows.map((row) => Object.keys(row)), [0, 1, 2].map(() => ["step", "epoch", "loss"]));
});
