import { assertEquals, assertRejects } from "@std/assert";
import { readNpy, readNpz } from "lib/datasets/npy.ts";
import type { NumericArray } from "lib/datasets/numeric_array.ts";
import { UserError } from "lib/errors.ts";
import expected from "./fixtures/npy.json" with { type: "json" };

const folder = `${import.meta.dirname}/fixtures/npy`;

/** An array in the form of the fixture. */
function plain({ shape, values }: NumericArray) {
  return { shape: [...shape], values: Array.from(values) };
}

for (const [name, array] of Object.entries(expected)) {
  Deno.test(`readNpy() finds the numbers that NumPy saved as ${name}`, async () => {
    assertEquals(plain(await readNpy(`${folder}/${name}.npy`)), array);
  });
}

Deno.test("readNpy() reads version 2 of the format", async () => {
  assertEquals(plain(await readNpy(`${folder}/version2.npy`)), expected.float32);
});

for (const kind of ["stored", "packed"]) {
  Deno.test(`readNpz() reads all arrays of a ${kind} file`, async () => {
    const arrays = await readNpz(`${folder}/${kind}.npz`);
    assertEquals([...arrays.keys()], ["inputs", "labels"]);
    assertEquals(plain(arrays.get("inputs")!), expected.float32);
    assertEquals(plain(arrays.get("labels")!), expected.uint8);
  });
}

const cases = [
  ["big_endian", "has values of the type >f8, which are not read. Save it with `numpy.save(path,"],
  ["complex", "has values of the type c8, which are not read."],
  ["text", "has values of the type U9, which are not read."],
  ["object", "has values of the type |O, which are not read."],
  ["records", "is no complete .npy file of numbers."],
  ["large_integer", "has the integer 9007199254740994, too large to be exact."],
] as const;
for (const [name, message] of cases) {
  Deno.test(`readNpy() refuses what NumPy saved as ${name}`, async () => {
    const path = `${folder}/${name}.npy`;
    await assertRejects(() => readNpy(path), UserError, `${path} ${message}`);
  });
}

/** Writes a file of these bytes and returns its path. */
async function file(content: Uint8Array): Promise<string> {
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, content);
  return path;
}

Deno.test("readNpy() refuses a file that is cut short anywhere, or is longer", async () => {
  const content = await Deno.readFile(`${folder}/float32.npy`);
  for (const length of [0, 5, 9, 60, 127, content.length - 4, content.length - 1]) {
    const path = await file(content.subarray(0, length));
    await assertRejects(() => readNpy(path), UserError, path);
  }
  const longer = await file(Uint8Array.of(...content, 0, 0, 0, 0));
  await assertRejects(
    () => readNpy(longer),
    UserError,
    "has 13 numbers, but its shape [4, 3] needs 12. Save or copy it again.",
  );
});

for (const kind of ["stored", "packed"]) {
  Deno.test(`readNpz() refuses a ${kind} file with a wrong byte, or one that is cut short`, async () => {
    const content = await Deno.readFile(`${folder}/${kind}.npz`);
    const wrong = content.slice();
    wrong[200]! ^= 1; // among the numbers, or in their packed form
    const short = content.subarray(0, content.length - 30);
    for (const bytes of [wrong, short, new Uint8Array(0)]) {
      const path = await file(bytes);
      await assertRejects(() => readNpz(path), UserError, `${path} is no undamaged .npz file`);
    }
  });
}

Deno.test("readNpy() says that a file is not there", async () => {
  await assertRejects(() => readNpy(`${folder}/none.npy`), UserError, "cannot be read");
});
