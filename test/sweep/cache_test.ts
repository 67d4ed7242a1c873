import { assertEquals, assertNotEquals } from "@std/assert";
import { codeHash, createJob } from "lib/sweep/cache.ts";

Deno.test("codeHash() depends on the library's code but not on its display parts", async () => {
  const folder = `${await Deno.makeTempDir()}/`;
  for (const part of ["models", "notebook"]) await Deno.mkdir(folder + part);
  await Deno.writeTextFile(`${folder}models/mlp.ts`, "1");
  await Deno.writeTextFile(`${folder}notebook/show.ts`, "1");
  await Deno.writeTextFile(`${folder}mod.ts`, "1");
  const before = await codeHash(folder);

  await Deno.writeTextFile(`${folder}notebook/show.ts`, "2");
  await Deno.writeTextFile(`${folder}mod.ts`, "2");
  await Deno.writeTextFile(`${folder}models/notes.md`, "2");
  assertEquals(await codeHash(folder), before);

  await Deno.writeTextFile(`${folder}models/mlp.ts`, "2");
  const edited = await codeHash(folder);
  assertNotEquals(edited, before);
  await Deno.rename(`${folder}models/mlp.ts`, `${folder}models/net.ts`);
  assertNotEquals(await codeHash(folder), edited);
  await Deno.writeFile(`${folder}models/kernels.wasm`, new Uint8Array([1]));
  assertNotEquals(await codeHash(folder), edited);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("createJob() keys a point by the code, the source and its values", async () => {
  const base = (await createJob("f", "code", "() => 1", { a: 1, b: 2 })).path;
  assertEquals((await createJob("f", "code", "() => 1", { b: 2, a: 1 })).path, base);
  const others = [
    await createJob("f", "edited", "() => 1", { a: 1, b: 2 }),
    await createJob("f", "code", "() => 2", { a: 1, b: 2 }),
    await createJob("f", "code", "() => 1", { a: 1, b: 3 }),
    await createJob("f", "code", "() => 1", { a: 1, b: NaN }),
  ];
  assertEquals(new Set([base, ...others.map((job) => job.path)]).size, 5);
});
