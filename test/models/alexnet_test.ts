import { assert, assertEquals } from "@std/assert";
import { alexnet } from "lib/models/alexnet.ts";
import { random } from "lib/random.ts";
import { viewParameter } from "./view_parameter.ts";

Deno.test("alexnet() has the number of parameters that Zhang et al. state", async () => {
  assertEquals((await alexnet()).dim, 1_387_786);
  assertEquals((await alexnet({ norm: "none" })).dim, 1_387_786);
  assertEquals((await alexnet({ norm: "batch" })).dim, 1_387_786 + 4 * 64);
  assertEquals((await alexnet({ width: 16, norm: "batch" })).dim, 384_986);
});

Deno.test("alexnet() starts near the loss ln 10, the same for one seed", async () => {
  const net = await alexnet({ width: 16 });
  const phi = net.init(random(1, "init"));
  assertEquals(net.init(random(1, "init")), phi);
  const filter = viewParameter(net.layout, phi, "filter2");
  const bound = Math.sqrt(6 / (25 * 16));
  assert(filter.every((value) => Math.abs(value) <= bound));
  assert(filter.some((value) => Math.abs(value) > 0.99 * bound));
  assert(viewParameter(net.layout, phi, "bias3").every((value) => value === 0));
  const rng = random(1, "images");
  const size = 20;
  const loss = net.surface({
    name: "noise",
    x: Float32Array.from({ length: size * 28 * 28 * 3 }, () => rng.normal()),
    y: Uint8Array.from({ length: size }, (_, i) => i % 10),
    size,
    shape: [28, 28, 3],
    classes: 10,
  }).loss(phi);
  assert(Math.abs(loss - Math.log(10)) < 0.1, `loss ${loss}`);
});
