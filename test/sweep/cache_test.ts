import { assertEquals } from "@std/assert";
import { createJob } from "lib/sweep/cache.ts";

Deno.test("createJob() keys a point by the code, the source and its values", () => {
  const base = createJob("f", "code", "() => 1", { a: 1, b: 2 }).path;
  assertEquals(createJob("f", "code", "() => 1", { b: 2, a: 1 }).path, base);
  const others = [
    createJob("f", "edited", "() => 1", { a: 1, b: 2 }),
    createJob("f", "code", "() => 2", { a: 1, b: 2 }),
    createJob("f", "code", "() => 1", { a: 1, b: 3 }),
    createJob("f", "code", "() => 1", { a: 1, b: NaN }),
  ];
  assertEquals(new Set([base, ...others.map((job) => job.path)]).size, 5);
});
