import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Dataset } from "lib/datasets/dataset.ts";
import { mnist1d } from "lib/datasets/mnist1d.ts";
import { UserError } from "lib/errors.ts";
import python from "./fixtures/mnist1d.json" with { type: "json" };

const { train, test } = mnist1d();
const row = (i: number): Float32Array => {
  const [data, at]: [Dataset, number] = i < train.size ? [train, i] : [test, i - train.size];
  return data.x.subarray(at * 40, (at + 1) * 40);
};

Deno.test("mnist1d() gives the labels of the authors' package, all 5,000", () => {
  assertEquals([...train.y, ...test.y].join(""), python.labels);
});

Deno.test("mnist1d() gives the rows of the authors' package to 1e-6, all 5,000", () => {
  assertEquals(python.rowSums.length, 5000);
  python.rowSums.forEach((expected, i) => {
    const sum = row(i).reduce((total, value, j) => total + (1 + j / 40) * value, 0);
    assertAlmostEquals(sum, expected, 1e-6, `row ${i}`); // each number weighs at least 1
  });
});

Deno.test("mnist1d() gives the columns of the authors' package to 1e-6 on average, all 40", () => {
  python.columnSums.forEach((expected, j) => {
    let sum = 0;
    for (let i = 0; i < 5000; i++) sum += (1 + i / 5000) * row(i)[j]!;
    assertAlmostEquals(sum / 5000, expected / 5000, 1e-8, `column ${j}`);
  });
});

Deno.test("mnist1d() gives whole rows of the authors' package to 1e-6", () => {
  for (const [i, expected] of Object.entries(python.rows)) {
    expected.forEach((value, j) => assertAlmostEquals(row(Number(i))[j]!, value, 1e-6));
  }
});

Deno.test("mnist1d() takes the first examples of each part", () => {
  const few = mnist1d({ train: 7, test: 3 });
  assertEquals([few.train.size, few.train.x, few.train.y], [
    7,
    train.x.slice(0, 7 * 40),
    train.y.slice(0, 7),
  ]);
  assertEquals(few.test.x, test.x.slice(0, 3 * 40));
});

Deno.test("mnist1d() refuses more examples than there are", () => {
  assertThrows(() => mnist1d({ train: 4001 }), UserError, "cannot give 4001 training examples");
  assertThrows(() => mnist1d({ test: -1 }), UserError, "from 0 to 1000");
  assertThrows(() => mnist1d({ train: 1.5 }), UserError);
});
