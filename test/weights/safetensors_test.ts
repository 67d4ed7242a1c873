import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { parseSafetensors, readSafetensors } from "lib/weights/safetensors.ts";
import { samples } from "./pytorch_mlp.ts";

const path = `${samples}/spirals_mlp.safetensors`;

/** The content of a file with this header. */
async function file(header: unknown, data: BlobPart): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  return await new Blob([BigUint64Array.of(BigInt(text.length)), text, data]).bytes();
}

/** A file with one array of two numbers, `w`. */
function pair(dtype: string, data: BlobPart, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return file({ w: { dtype, shape: [2], data_offsets: [0, bytes] } }, data);
}

Deno.test("readSafetensors() finds what safetensors' own library wrote", async () => {
  const arrays = await readSafetensors(path);
  const shapes = [...arrays].map(([name, { shape }]) => [name, shape]).sort();
  assertEquals(shapes, [
    ["0.bias", [32]],
    ["0.weight", [32, 2]],
    ["2.bias", [32]],
    ["2.weight", [32, 32]],
    ["4.bias", [3]],
    ["4.weight", [3, 32]],
  ]);
});

Deno.test("parseSafetensors() reads floating-point numbers of all sizes", async () => {
  const float64 = await pair("F64", Float64Array.of(0.5, -3), 16);
  const float16 = await pair("F16", Uint16Array.of(0x3800, 0xc200), 4);
  const bfloat16 = await pair("BF16", Uint16Array.of(0x3f00, 0xc040), 4);
  for (const content of [float64, float16, bfloat16]) {
    const { values } = parseSafetensors(content).get("w")!;
    assertEquals(values, Float32Array.of(0.5, -3));
  }
});

Deno.test("parseSafetensors() reads arrays at places that are no multiple of their numbers", async () => {
  const header = { w: { dtype: "F32", shape: [1], data_offsets: [1, 5] } };
  const content = await file(
    header,
    new Uint8Array([9, ...new Uint8Array(Float32Array.of(7).buffer)]),
  );
  assertEquals(parseSafetensors(content).get("w")!.values, Float32Array.of(7));
});

Deno.test("parseSafetensors() refuses other types of numbers", async () => {
  const content = await pair("I64", BigInt64Array.of(1n, 2n), 16);
  assertThrows(
    () => parseSafetensors(content),
    UserError,
    "The array w is of the type I64, which is none of F64, F32, F16, BF16. " +
      "Save it as float32, or leave it out.",
  );
});

Deno.test("parseSafetensors() refuses a file that is cut short anywhere, or is another one", async () => {
  const whole = await Deno.readFile(path);
  for (const length of [0, 4, 8, 100, whole.length - 1]) {
    const short = whole.slice(0, length);
    assertThrows(() => parseSafetensors(short), UserError, "complete");
  }
  const others = [null, 5, [], ["w"], { w: null }, { w: { dtype: "F32" } }];
  for (const header of others) {
    const content = await file(header, new Uint8Array(8));
    assertThrows(() => parseSafetensors(content), UserError, "not a complete file");
  }
  const outside = { w: { dtype: "F32", shape: [2], data_offsets: [-8, 0] } };
  const content = await file(outside, new Uint8Array(8));
  assertThrows(() => parseSafetensors(content), UserError, "The array w is not complete.");
});

Deno.test("readSafetensors() says that a file is not there", async () => {
  await assertRejects(
    () => readSafetensors(`${samples}/none.safetensors`),
    UserError,
    "cannot be read",
  );
});
