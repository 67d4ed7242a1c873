import { assertEquals, assertThrows } from "@std/assert";
import { parseIdx } from "lib/datasets/idx.ts";
import { UserError } from "lib/errors.ts";

const header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3];

Deno.test("parseIdx() reads the shape and the values", () => {
  const { shape, values } = parseIdx(Uint8Array.of(...header, 1, 2, 3, 4, 5, 6));
  assertEquals([shape, [...values]], [[2, 3], [1, 2, 3, 4, 5, 6]]);
});

Deno.test("parseIdx() refuses what is not a complete file of bytes", () => {
  const wrong = {
    "too short": [...header, 1, 2, 3, 4, 5],
    "too long": [...header, 1, 2, 3, 4, 5, 6, 7],
    "cut in the header": header.slice(0, 9),
    "empty": [],
    "floats": [0, 0, 13, 1, 0, 0, 0, 1, 1],
    "another format": [31, 139, 8, 1, 0, 0, 0, 1, 1],
  };
  for (const bytes of Object.values(wrong)) {
    assertThrows(() => parseIdx(Uint8Array.from(bytes)), UserError, "not a complete IDX file");
  }
});
