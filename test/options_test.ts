import { assertRejects, assertThrows } from "@std/assert";
import { saddleFreeNewton } from "lib/analysis/critical_point.ts";
import { logSteps } from "lib/analysis/log_steps.ts";
import { mnist1d } from "lib/datasets/mnist1d.ts";
import { UserError } from "lib/errors.ts";
import { alexnet } from "lib/models/alexnet.ts";
import { cnn } from "lib/models/cnn.ts";
import { densenet } from "lib/models/densenet.ts";
import { mlp } from "lib/models/mlp.ts";
import { mlp64 } from "lib/models/mlp64.ts";
import { sweep } from "lib/notebook/sweep.ts";
import { show } from "lib/notebook/show.ts";
import { checkKeys } from "lib/options.ts";
import { random } from "lib/random.ts";
import { fit } from "lib/training/fit.ts";
import { adam, adamw, sgd } from "lib/training/optimizers.ts";
import { sharpnessAware } from "lib/training/sharpness_aware.ts";
import { train } from "lib/training/train.ts";

const parabola = {
  dim: 1,
  examples: 10,
  loss: (phi: Float32Array) => phi[0]! ** 2,
  gradient(phi: Float32Array, out: Float32Array) {
    out[0] = 2 * phi[0]!;
    return phi[0]! ** 2;
  },
};
const phi = new Float32Array([1]);
const rng = random(0, "order");

/** Options as a notebook may give them, whose cells run without a check of types. */
// deno-lint-ignore no-explicit-any
type Unchecked = any;

const calls: Record<string, [call: () => unknown, message: string][]> = {
  "train()": [
    [() => trained({ steps: NaN }), "`steps` of train() is NaN. Give a whole number of at least 0"],
    [() => trained({ steps: 1.5 }), "`steps` of train() is 1.5"],
    [() => trained({ steps: -1 }), "`steps`"],
    [() => trained({ steps: "10" }), '`steps` of train() is "10"'],
    [() => trained({}), "`steps` of train() is undefined"],
    [() => trained({ steps: Infinity }), "has no end"],
    [() => trained({ stpes: 5 }), "no option `stpes`. Did you mean `steps`?"],
    [() => trained({ steps: 1, every: 0 }), "`every`"],
    [() => trained({ steps: 1, every: 0.5 }), "`every`"],
    [() => trained({ steps: 1, batch: { size: 2.5, rng } }), "`batch.size` of train() is 2.5"],
    [() => trained({ steps: 1, batch: { size: NaN, rng } }), "`batch.size`"],
    [
      () => trained({ steps: 1, batch: { sise: 2, rng } }),
      "no option `sise`. Did you mean `size`?",
    ],
  ],
  "fit()": [
    [() => fitted({ epochs: 2.5 }), "not clear when"],
    [() => fitted({ epochs: NaN }), "not clear when"],
    [() => fitted({ epochs: 1, batch: { size: 0.5, order: () => rng } }), "`batch.size` of fit()"],
    [() => fitted({ epoch: 2 }), "Did you mean `epochs`?"],
  ],
  "optimizers": [
    [() => sgd({ learningRate: NaN }), "`learningRate` of sgd() is NaN. Give a positive number"],
    [() => sgd({ learningRate: 0 }), "`learningRate`"],
    [() => sgd({ learningRate: Infinity }), "`learningRate`"],
    [() => sgd({} as Unchecked), "`learningRate` of sgd() is undefined"],
    [() => stepped(() => NaN), "`learningRate(0)` of sgd() is NaN"],
    [() => stepped(() => -1), "`learningRate(0)`"],
    [() => sgd({ learningRate: 1, momentum: 1 }), "`momentum`"],
    [() => sgd({ learningRate: 1, momentum: -0.1 }), "`momentum`"],
    [() => sgd({ learningRate: 1, nesterov: true }), "`momentum` of Nesterov's sgd() is 0"],
    [() => sgd({ learningRate: 1, weightDecay: NaN }), "`weightDecay`"],
    [() => sgd({ learningrate: 1 } as Unchecked), "Did you mean `learningRate`?"],
    [() => sgd({ learningRate: 1, momentun: 0.9 } as Unchecked), "Did you mean `momentum`?"],
    [() => adam({ learningRate: -1 }), "`learningRate` of adam()"],
    [() => adam({ beta1: 1 }), "`beta1`"],
    [() => adam({ epsilon: 0 }), "`epsilon`"],
    [() => adam({ weightDecay: 0.1 } as Unchecked), "adam() has no option `weightDecay`"],
    [() => adamw({ beta2: NaN }), "`beta2` of adamw()"],
    [() => adamw({ weightDecay: -1 }), "`weightDecay`"],
    [() => sharpnessAware(parabola, NaN), "distance ρ of NaN"],
  ],
  "models": [
    [() => mlp([1, 2], { activation: "Relu" } as Unchecked), '`activation` of mlp() is "Relu"'],
    [() => mlp([1, 2], { loss: "crossentropy" } as Unchecked), "`loss`"],
    [() => mlp([1, 2], { biases: false } as Unchecked), "Did you mean `bias`?"],
    [() => mlp([1, 2]).init(rng, "He" as Unchecked), "`scheme`"],
    [() => mlp64([1, 2], { activation: "sigmoid" } as Unchecked), '"relu" or "tanh"'],
    [() => alexnet({ norm: "layer" } as Unchecked), "`norm`"],
    [() => cnn({ channels: [8.5] }), "`channels`"],
    [() => densenet({ grow: 4 } as Unchecked), "Did you mean `growth`?"],
  ],
  "other functions": [
    [() => mnist1d({ trian: 100 } as Unchecked), "Did you mean `train`?"],
    [() => logSteps(1, NaN, 2), "no steps to NaN"],
    [
      () => saddleFreeNewton(curved, new Float64Array(1), { maxIterations: NaN }),
      "`maxIterations`",
    ],
    [() => sweep([{}], () => ({}), { name: "none", fresh: true } as Unchecked), "option `fresh`"],
    [() => show({ marks: [] }, { alt: "a", captoin: "b" } as Unchecked), "mean `caption`?"],
  ],
};

/** One dimension, x². */
const curved = {
  dim: 1,
  gradient: ([x = 0]: Float64Array, out: Float64Array) => (out[0] = 2 * x, x * x),
  hessian: ([x = 0]: Float64Array, gradient: Float64Array, out: Float64Array) => {
    gradient[0] = 2 * x;
    out[0] = 2;
    return x * x;
  },
};

function trained(options: Unchecked): unknown {
  return train(parabola, phi.slice(), sgd({ learningRate: 0.1 }), options);
}

function fitted(options: Unchecked): unknown {
  const all = Object.assign({ look: () => ({}) }, options);
  return fit(parabola, phi.slice(), sgd({ learningRate: 0.1 }), all);
}

function stepped(learningRate: (step: number) => number): void {
  sgd({ learningRate }).step(phi.slice(), phi.slice());
}

for (const [name, list] of Object.entries(calls)) {
  Deno.test(`options of ${name} are refused if they are not known or make no sense`, async () => {
    for (const [call, message] of list) {
      // Some throw at once, others reject.
      await assertRejects(async () => await call(), Error, message);
    }
  });
}

Deno.test("options at the ends of what makes sense are taken", async () => {
  stepped(() => 0);
  sgd({ learningRate: 1e-30, momentum: 0, weightDecay: 0 });
  adam({ beta1: 0, beta2: 0 });
  const optimizer = sgd({ learningRate: 0.1 });
  const batch = { size: 100, rng };
  await train(parabola, phi.slice(), optimizer, { steps: 0, batch });
  const endless = { steps: Infinity, signal: AbortSignal.abort(new Error("at once")) };
  const ended = () => train(parabola, phi.slice(), optimizer, endless);
  await assertRejects(ended, Error, "at once");
});

Deno.test("checkKeys() gives the nearest name and all of them", () => {
  const known = ["alpha", "beta", "betaDecay"];
  assertThrows(
    () => checkKeys({ Beta1: 1 }, known as never[], "f()"),
    UserError,
    "f() has no option `Beta1`. Did you mean `beta`? There are `alpha`, `beta`, `betaDecay`.",
  );
  checkKeys({ alpha: 1 }, known as never[], "f()");
  checkKeys({}, known as never[], "f()");
});
