import { assert, assertEquals, assertThrows } from "@std/assert";
import { blasBackend, loadBlas } from "lib/compute/blas.ts";
import { createBuiltinBlasOn } from "lib/compute/builtin_gemm.ts";
import { type Matrix, product, type ProductOptions } from "lib/compute/matrix.ts";
import { openBlasPaths } from "lib/compute/openblas_paths.ts";
import { createArena } from "lib/compute/memory.ts";
import { memoryBytes } from "lib/compute/native.ts";
import type { Blas } from "lib/compute/sgemm.ts";
import { UserError } from "lib/errors.ts";

const builtin = loadBlas("none");
const openBlas = loadBlas();
const hasOpenBlas = openBlas.name.startsWith("OpenBLAS");

/** The product of an m×k and a k×n matrix, densely stored. */
interface Case extends ProductOptions {
  m: number;
  n: number;
  k: number;
  a: Float32Array;
  b: Float32Array;
  c: Float32Array;
}

function multiply({ m, n, k, a, b, c, ...options }: Case, blas: Blas): void {
  const matrix = (data: Float32Array, rows: number, columns: number, turned = false): Matrix =>
    turned ? { data, rows: columns, columns: rows } : { data, rows, columns };
  product(
    matrix(c, m, n),
    matrix(a, m, k, options.transA),
    matrix(b, k, n, options.transB),
    options,
    blas,
  );
}

/** Numbers in (-1, 1) from a linear congruential generator (Numerical Recipes, ranqd1). */
function numbers(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function checkAgainstTripleLoop(blas: Blas): void {
  const shapes = [[1, 1, 1], [4, 4, 4], [5, 7, 3], [13, 10, 300], [33, 2, 517], [8, 65, 256], [
    3,
    530,
    20,
  ]];
  for (const [m, n, k] of shapes as [number, number, number][]) {
    for (const [transA, transB] of [[false, false], [true, false], [false, true], [true, true]]) {
      for (const [alpha, beta] of [[1, 0], [-0.5, 1], [2, 0.25]] as [number, number][]) {
        // Views that start inside a larger buffer.
        const a = numbers(m * k + 3, m).subarray(3);
        const b = numbers(k * n + 1, n).subarray(1);
        const old = numbers(m * n, k);
        const c = new Float32Array(m * n + 4).fill(7);
        if (beta === 0) c.fill(NaN, 2, m * n + 2);
        else c.set(old, 2);
        const own = c.subarray(2, m * n + 2);
        multiply(
          { m, n, k, a, b, c: own, transA: transA!, transB: transB!, alpha, beta },
          blas,
        );
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let p = 0; p < k; p++) {
              sum += a[transA ? p * m + i : i * k + p]! * b[transB ? j * k + p : p * n + j]!;
            }
            const expected = alpha * sum + (beta === 0 ? 0 : beta * old[i * n + j]!);
            const error = Math.abs(c[2 + i * n + j]! - expected);
            assertEquals(error < 2e-6 * (k + 1), true, `${m} ${n} ${k} ${transA} ${transB}`);
          }
        }
        assertEquals([c[0], c[1], c.at(-2), c.at(-1)], [7, 7, 7, 7]);
      }
    }
  }
}

function checkEmptySizes(blas: Blas): void {
  const empty = new Float32Array(0);
  const c = new Float32Array([NaN, 2]);
  multiply({ m: 0, n: 2, k: 3, a: empty, b: new Float32Array(6), c }, blas);
  assertEquals([...c], [NaN, 2]);
  multiply({ m: 1, n: 2, k: 0, a: empty, b: empty, c }, blas);
  assertEquals([...c], [0, 0]);
  c.set([3, 4]);
  multiply({ m: 2, n: 1, k: 0, a: empty, b: empty, c, beta: 0.5 }, blas);
  assertEquals([...c], [1.5, 2]);
}

Deno.test("product() by the built-in code agrees with a float64 triple loop", () => {
  checkAgainstTripleLoop(builtin);
});

Deno.test("the built-in product works in no memory of others after one that had no room", () => {
  const ones = new Float32Array(2 ** 21).fill(1);
  const square = { a: ones, b: ones, c: new Float32Array(2 ** 21) };
  multiply({ m: 512, n: 512, k: 512, a: ones, b: ones, c: new Float32Array(2 ** 18) }, builtin);
  const others = createArena();
  others.uint8(memoryBytes - 2 ** 23);
  const tooLarge = () => multiply({ m: 1024, n: 1024, k: 1024, ...square }, builtin);
  assertThrows(tooLarge, UserError, "has no room");
  others.release();
  const later = createArena();
  const sevens = later.float32(2 ** 19).fill(7);
  multiply({ m: 512, n: 512, k: 512, a: ones, b: ones, c: new Float32Array(2 ** 18) }, builtin);
  assertEquals(sevens.every((value) => value === 7), true);
  later.release();
});

Deno.test("createBuiltinBlasOn() multiplies matrices in another memory", () => {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const room = 2 ** 18;
  const blas = createBuiltinBlasOn(memory, (bytes) => {
    assert(room + bytes <= memory.buffer.byteLength);
    return room;
  });
  const place = (address: number, values: number[]) => {
    const array = new Float32Array(memory.buffer, address, values.length);
    array.set(values);
    return array;
  };
  const [a, b, c] = [place(64, [1, 2, 3, 4]), place(256, [5, 6]), place(512, [NaN, NaN])];
  multiply({ m: 2, n: 1, k: 2, a, b, c }, blas);
  assertEquals([...c], [17, 39]);
});

Deno.test(
  "product() by OpenBLAS agrees with a float64 triple loop",
  { ignore: !hasOpenBlas },
  () => {
    checkAgainstTripleLoop(openBlas);
  },
);

Deno.test("product() leaves or scales C when a size is zero", () => {
  checkEmptySizes(builtin);
  checkEmptySizes(openBlas);
});

Deno.test("product() refuses arrays shorter than their matrices", () => {
  const [four, three] = [new Float32Array(4), new Float32Array(3)];
  for (const arrays of [[three, four, four], [four, three, four], [four, four, three]]) {
    const [a, b, c] = arrays as [Float32Array, Float32Array, Float32Array];
    assertThrows(
      () => multiply({ m: 2, n: 2, k: 2, a, b, c }, openBlas),
      RangeError,
      "no 2×2 matrix",
    );
  }
});

Deno.test("blasBackend() names the product that the environment asks for", () => {
  assertEquals(builtin.name, "built-in WASM SIMD");
  assertEquals(blasBackend(), openBlas.name);
  if (hasOpenBlas) {
    assertEquals(/^OpenBLAS \d+\.\d+\.\d+ \(\w+\), 1 thread$/.test(openBlas.name), true);
  }
});

Deno.test("loadBlas() names OpenBLAS as the library does", { ignore: !hasOpenBlas }, () => {
  const getText = { parameters: [], result: "pointer", optional: true } as const;
  const { symbols } = Deno.dlopen(openBlasPaths(Deno.env.get("UDL_BLAS"))[0]!, {
    openblas_get_config: getText,
    scipy_openblas_get_config: getText,
  });
  const config = (symbols.scipy_openblas_get_config ?? symbols.openblas_get_config)!()!;
  // "OpenBLAS 0.3.34  DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64"
  const words = Deno.UnsafePointerView.getCString(config).split(/\s+/);
  const [, version, kernel] = /^OpenBLAS (\S+) \((\w+)\)/.exec(openBlas.name)!;
  assert(words.some((word) => word.startsWith(version!)), words.join(" "));
  assert(words.includes(kernel!), words.join(" "));
});

Deno.test("loadBlas() skips a library that it cannot use with one line", () => {
  const library = Deno.makeTempFileSync({ suffix: ".so" });
  Deno.writeTextFileSync(library, "no library");
  const lines: string[] = [];
  const warn = console.warn;
  console.warn = (line: string) => lines.push(line);
  try {
    for (const path of [library, `${library}.missing`]) {
      const blas = loadBlas(path);
      assertEquals(typeof blas.sgemm, "function");
    }
  } finally {
    console.warn = warn;
    Deno.removeSync(library);
  }
  assertEquals(lines.length, 2);
  assertEquals(lines.every((line) => line.startsWith(`Skipped the BLAS library ${library}`)), true);
});
