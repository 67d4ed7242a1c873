import { assertEquals, assertThrows } from "@std/assert";
import { parseLabOptions } from "lib/cli/lab_options.ts";
import { UserError } from "lib/errors.ts";

Deno.test("parseLabOptions() takes its own options, and leaves the rest in order", () => {
  const args = ["--ip", "0.0.0.0", "--scale", "quick", "--port=8", "--originals", "--no-browser"];
  assertEquals(parseLabOptions(args), {
    originals: true,
    prepare: false,
    help: false,
    scale: "quick",
    others: ["--ip", "0.0.0.0", "--port=8", "--no-browser"],
  });
  assertEquals(parseLabOptions(["--scale=paper", "x"]).others, ["x"]);
});

Deno.test("parseLabOptions() refuses a scale that does not exist", () => {
  for (const args of [["--scale", "huge"], ["--scale"]]) {
    assertThrows(() => parseLabOptions(args), UserError, "There is no scale");
  }
});
