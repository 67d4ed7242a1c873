import { assertEquals, assertThrows } from "@std/assert";
import { createArena } from "lib/compute/memory.ts";
import { UserError } from "lib/errors.ts";
import { random } from "lib/random.ts";
import { adam, adamw, sgd } from "lib/training/optimizers.ts";
import fixtures from "./fixtures/optimizers.json" with { type: "json" };

/** PyTorch's names of the settings. */
interface Settings {
  lr?: number;
  momentum?: number;
  nesterov?: boolean;
  weight_decay?: number;
  betas?: number[];
  eps?: number;
}

const makers = {
  sgd: ({ lr, momentum, nesterov, weight_decay }: Settings) =>
    sgd({
      learningRate: lr!,
      ...(momentum !== undefined && { momentum }),
      ...(nesterov !== undefined && { nesterov }),
      ...(weight_decay !== undefined && { weightDecay: weight_decay }),
    }),
  adam: ({ lr, betas, eps }: Settings) =>
    lr === undefined
      ? adam()
      : adam({ learningRate: lr, beta1: betas![0]!, beta2: betas![1]!, epsilon: eps! }),
  adamw: ({ lr, betas, eps, weight_decay }: Settings) =>
    lr === undefined ? adamw() : adamw({
      learningRate: lr,
      beta1: betas![0]!,
      beta2: betas![1]!,
      epsilon: eps!,
      weightDecay: weight_decay!,
    }),
};

for (const { name, settings, path } of fixtures.cases) {
  Deno.test(`${name}(${JSON.stringify(settings)}) follows PyTorch's path`, () => {
    const optimizer = makers[name as keyof typeof makers](settings);
    const phi = Float32Array.from(fixtures.start);
    for (let step = 1; step <= path.at(-1)!.step; step++) {
      optimizer.step(phi, phi.map((value, i) => fixtures.a[i]! * (value - fixtures.c[i]!)));
      const expected = path.find((point) => point.step === step)?.phi ?? [];
      expected.forEach((value, i) => {
        assertEquals(Math.abs(phi[i]! - value) < 1e-6, true, `φ${i} at step ${step}: ${phi[i]}`);
      });
    }
  });
}

Deno.test("step() refuses a vector of another length once there is state", () => {
  for (const optimizer of [sgd({ learningRate: 1, momentum: 0.5 }), adam()]) {
    optimizer.step(new Float32Array(3), new Float32Array(3));
    const longer = new Float32Array(4);
    assertThrows(() => optimizer.step(longer, longer), UserError, "3 parameters, not 4");
  }
});

const all = {
  "sgd()": () => sgd({ learningRate: 0.1, weightDecay: 0.1 }),
  "sgd() with momentum": () => sgd({ learningRate: 0.1, momentum: 0.9 }),
  "adamw()": () => adamw({ learningRate: 0.1 }),
};
for (const [name, make] of Object.entries(all)) {
  // Longer than what is copied at a time, and no multiple of 4.
  const length = 9001;
  const rng = random(0, "gradients");
  const gradients = Array.from(
    { length: 6 },
    () => Float32Array.from({ length }, () => rng.normal()),
  );

  Deno.test(`${name} gives the same numbers on vectors inside and outside its memory`, () => {
    const arena = createArena();
    const outside = new Float32Array(length).fill(1);
    const inside = arena.float32(length + 1).fill(1);
    const [a, b] = [make(), make()];
    for (const gradient of gradients) {
      a.step(outside, gradient);
      b.step(inside.subarray(0, length), gradient);
    }
    assertEquals(inside.subarray(0, length), outside);
    assertEquals(outside.every((value) => value !== 1), true);
    // The number after the vector is not touched.
    assertEquals(inside[length], 1);
    arena.release();
  });

  Deno.test(`${name} restored from its state goes on bit for bit`, () => {
    const phi = new Float32Array(length).fill(1);
    const once = make();
    for (const gradient of gradients) once.step(phi, gradient);
    const resumed = new Float32Array(length).fill(1);
    const first = make();
    for (const gradient of gradients.slice(0, 3)) first.step(resumed, gradient);
    const state = structuredClone(first.state());
    assertEquals(state.steps, 3);
    first.step(resumed.slice(), gradients[0]!); // A copy: the state does not change any more.
    const second = make();
    second.restore(state);
    for (const gradient of gradients.slice(3)) second.step(resumed, gradient);
    assertEquals(resumed, phi);
    assertEquals(second.state(), once.state());
  });
}

Deno.test("adam() keeps no denormal numbers where the gradient stays 0", () => {
  const optimizer = adam();
  const phi = new Float32Array([1, 1]);
  optimizer.step(phi, new Float32Array([1e-10, 1e-30]));
  for (let step = 0; step < 1000; step++) optimizer.step(phi, new Float32Array(2));
  const normal = optimizer.state().vectors.flatMap((vector) => [...vector]);
  assertEquals(normal.every((value) => value === 0 || Math.abs(value) > 1.17e-38), true);
});
