import { assertEquals, assertThrows } from "@std/assert";
import { splitSizes } from "lib/datasets/sizes.ts";
import { UserError } from "lib/errors.ts";

const available = { train: 5, test: 2 };

Deno.test("splitSizes() fills in what was not asked for", () => {
  assertEquals(splitSizes("X", {}, available), available);
  assertEquals(splitSizes("X", { train: 0 }, available), { train: 0, test: 2 });
});

Deno.test("splitSizes() names the part and the range of a size it cannot give", () => {
  const refuse = (asked: { train?: number; test?: number }, message: string) =>
    assertThrows(() => splitSizes("X", asked, available), UserError, message);
  refuse({ train: 6 }, "X cannot give 6 training examples. Choose an integer from 0 to 5.");
  refuse({ test: -1 }, "X cannot give -1 test examples. Choose an integer from 0 to 2.");
  refuse({ test: 0.5 }, "0.5 test examples");
  refuse({ train: NaN }, "NaN training examples");
});
