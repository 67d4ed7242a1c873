import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { adam, adamw, sgd } from "lib/training/optimisers.ts";
import fixtures from "./fixtures/optimisers.json" with { type: "json" };

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
    const optimiser = makers[name as keyof typeof makers](settings);
    const phi = Float32Array.from(fixtures.start);
    for (let step = 1; step <= path.at(-1)!.step; step++) {
      optimiser.step(phi, phi.map((value, i) => fixtures.a[i]! * (value - fixtures.c[i]!)));
      const expected = path.find((point) => point.step === step)?.phi ?? [];
      expected.forEach((value, i) => {
        assertEquals(Math.abs(phi[i]! - value) < 1e-6, true, `φ${i} at step ${step}: ${phi[i]}`);
      });
    }
  });
}

Deno.test("step() refuses a vector of another length once there is state", () => {
  for (const optimiser of [sgd({ learningRate: 1, momentum: 0.5 }), adam()]) {
    optimiser.step(new Float32Array(3), new Float32Array(3));
    const longer = new Float32Array(4);
    assertThrows(() => optimiser.step(longer, longer), UserError, "3 parameters, not 4");
  }
});
