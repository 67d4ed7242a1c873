import { assertEquals } from "@std/assert";
import { misfit } from "lib/cli/parameters/fit.ts";

const starts = [{ alpha: 1, steps: 1000 }, { alpha: 8, steps: 15_000 }];

for (
  const [value, model] of [
    [0.3, 1],
    [[], [1]],
    [[1, 2, 3], []],
    [[[5], [6, 7]], [[298], [100, 100]]],
    [[{ alpha: 2, steps: 5 }], starts],
    ["anything", undefined],
  ] as const
) {
  Deno.test(`misfit() accepts ${JSON.stringify(value)} for ${JSON.stringify(model)}`, () => {
    assertEquals(misfit(value, model, "x"), undefined);
  });
}

for (
  const [value, model, sentence] of [
    ["1", 0.1, 'x is a number, such as 0.1, not "1".'],
    [0.5, [1, 2], "x is a list, such as [1, 2], not 0.5."],
    [null, 3, "x is a number, such as 3, not null."],
    [1, true, "x is true or false, such as true, not 1."],
    [undefined, "mse", 'x is a text, such as "mse", not undefined.'],
    [[1, "2"], [1, 2], 'x[1] is a number, such as 1, not "2".'],
    [[{ alpah: 1, steps: 2 }], starts, 'x[0] has no entry "alpah"; did you mean "alpha"?'],
    [[{ alpha: 1 }], starts, 'x[0] lacks the entry "steps".'],
    [[{ alpha: 1, steps: "2" }], starts, 'x[0].steps is a number, such as 1000, not "2".'],
  ] as const
) {
  Deno.test(`misfit() refuses ${JSON.stringify(value)} for ${JSON.stringify(model)}`, () => {
    assertEquals(misfit(value, model, "x"), sentence);
  });
}
