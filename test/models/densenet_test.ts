import { assert, assertEquals } from "@std/assert";
import { densenet } from "lib/models/densenet.ts";
import { random } from "lib/random.ts";
import { viewParameter } from "./view_parameter.ts";

Deno.test("densenet() has the number of parameters that its layers add up to", async () => {
  // Scale, offset and filter of a layer with c channels before it: c (2 + 9 · growth).
  const block = (c: number, growth: number, layers: number) =>
    Array.from({ length: layers }, (_, i) => (c + i * growth) * (2 + 9 * growth))
      .reduce((a, b) => a + b);
  const whole = 27 * 24 + block(24, 12, 3) + 60 * (2 + 30) + block(30, 12, 3) + 66 * 12 + 10;
  assertEquals((await densenet()).dim, whole);
  assertEquals(whole, 29_110);
  assertEquals((await densenet({ growth: 4, layers: 2 })).dim, 2_098);
});

Deno.test("densenet() can be the published DenseNet-40", async () => {
  const first = { channels: 16, stride: 1 };
  const net = await densenet({ blocks: 3, layers: 12, first, compression: 1, size: 32 });
  // Huang et al. (2017), table 2: 1.0 million parameters.
  assertEquals(net.dim, 1_019_722);
});

Deno.test("densenet() starts with scales 1 and offsets 0", async () => {
  const net = await densenet({ growth: 4, layers: 1 });
  const phi = net.init(random(0, "init"));
  assert(viewParameter(net.layout, phi, "scale1.1").every((value) => value === 1));
  assert(viewParameter(net.layout, phi, "offsetLast").every((value) => value === 0));
});
