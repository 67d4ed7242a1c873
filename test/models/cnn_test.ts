import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { alexnet } from "lib/models/alexnet.ts";
import { cnn, residualCnn } from "lib/models/cnn.ts";

Deno.test("cnn() has the number of parameters that its layers add up to", async () => {
  const filters = (a: number, b: number) => 9 * a * b + 2 * b;
  const convolutions = filters(3, 16) + filters(16, 32) + filters(32, 32);
  assertEquals((await cnn()).dim, convolutions + 4 * 32 * 10 + 10);
  assertEquals((await cnn({ hidden: 64 })).dim, convolutions + 128 * 64 + 64 + 650);
  assertEquals((await cnn({ channels: [5], size: 9 })).dim, filters(3, 5) + 25 * 5 * 10 + 10);
});

Deno.test("residualCnn() has the number of parameters that its layers add up to", async () => {
  const filters = (a: number, b: number) => 9 * a * b + 2 * b;
  const first = filters(3, 16) + 2 * filters(16, 16);
  assertEquals(
    (await residualCnn()).dim,
    first + filters(16, 32) + filters(32, 32) + 16 * 32 + 330,
  );
});

Deno.test("image networks refuse images of another size than theirs", async () => {
  const data = {
    name: "large",
    x: new Float32Array(2 * 56 * 56 * 3),
    y: new Uint8Array(2),
    size: 2,
    shape: [56, 56, 3],
    classes: 10,
  };
  for (const network of [await alexnet(), await cnn(), await residualCnn()]) {
    assertThrows(() => network.surface(data), UserError, "The data set large has 9408 inputs");
  }
});
