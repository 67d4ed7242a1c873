import { assertEquals } from "@std/assert";
import { instantiateKernels } from "lib/compute/kernels.ts";
import { address, computeMemory, createArena } from "lib/compute/memory.ts";

/** What a float32's last place is worth, relative to a number just above a power of two. */
const ULP = 2 ** -23;

/** Numbers from −90 to 0, dense near 0. */
const exponents = Float32Array.from({ length: 4000 }, (_, i) => -90 * (i / 4000) ** 3);

for (const relaxed of [false, true]) {
  const name = relaxed ? "with fused multiply-add" : "without fused multiply-add";
  const kernel = instantiateKernels(computeMemory(), relaxed);

  Deno.test(`softmaxCrossEntropy() has exponentials to 2 last places, ${name}`, () => {
    const arena = createArena();
    const rows = exponents.length;
    const [z, labels] = [arena.float32(4 * rows), arena.uint8(rows)];
    exponents.forEach((x, i) => z.set([0, x, -Infinity, -Infinity], 4 * i));
    const loss = kernel.softmaxCrossEntropy(address(z), address(labels), rows, 4);
    let expected = 0;
    exponents.forEach((x, i) => {
      const weight = x < -87 ? 0 : Math.exp(x);
      expected += Math.log(1 + Math.exp(x));
      // The division adds one rounding more to each of the two.
      const ratio = z[4 * i + 1]! / z[4 * i]!;
      assertEquals(Math.abs(ratio - weight) <= 3.5 * ULP * weight, true, `e^${x} is not ${ratio}`);
      assertEquals([z[4 * i + 2], z[4 * i + 3]], [0, 0]);
    });
    assertEquals(Math.abs(loss / expected - 1) < 1e-6, true);
    arena.release();
  });

  Deno.test(`biasTanh() is Math.tanh to 3 last places, ${name}`, () => {
    const arena = createArena();
    const [z, bias] = [arena.float32(2 * exponents.length), arena.float32(2 * exponents.length)];
    exponents.forEach((x, i) => z.set([x / 4, -x / 4], 2 * i));
    const inputs = z.slice();
    kernel.biasTanh(address(z), address(bias), 1, z.length);
    inputs.forEach((x, i) => {
      const tanh = Math.abs(x) < 1e-19 ? 0 : Math.tanh(x);
      assertEquals(Math.abs(z[i]! - tanh) <= 3 * ULP * Math.abs(tanh), true, `tanh ${x}: ${z[i]}`);
    });
    arena.release();
  });

  Deno.test(`kernels of the units clear what is tiny, ${name}`, () => {
    const arena = createArena();
    const [x, h, bias, sums] = Array.from({ length: 4 }, () => arena.float32(8)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const labels = arena.uint8(2);
    const [tiny, small] = [1e-20, 1e-18];
    const passes: Record<string, () => void> = {
      biasRelu: () => kernel.biasRelu(address(x), address(bias), 2, 4),
      biasTanh: () => kernel.biasTanh(address(x), address(bias), 2, 4),
      reluBackward: () => kernel.reluBackward(address(x), address(h), address(sums), 2, 4),
      tanhBackward: () => kernel.tanhBackward(address(x), address(h), address(sums), 2, 4),
      subtractOneHot: () => kernel.subtractOneHot(address(x), address(labels), address(x), 2, 4, 1),
    };
    for (const [kernelName, pass] of Object.entries(passes)) {
      x.set([1, tiny, small, 1e-40, 1, tiny, small, 1e-40]);
      h.fill(0.5);
      pass();
      const cleared = [x[1], x[3], x[5], x[7]];
      assertEquals(cleared, [0, 0, 0, 0], kernelName);
      assertEquals(x[2]! > 0 && x[6]! > 0, true, kernelName);
    }
    arena.release();
  });

  Deno.test(`gemm() agrees with a float64 triple loop, ${name}`, () => {
    const arena = createArena();
    const [m, n, k] = [9, 14, 300];
    const [a, b, c] = [arena.float32(m * k), arena.float32(k * n), arena.float32(m * n)];
    a.forEach((_, i) => a[i] = Math.sin(i));
    b.forEach((_, i) => b[i] = Math.cos(i * i));
    c.fill(NaN);
    const scratch = address(arena.uint8(kernel.gemmScratch()));
    const [lda, ldb] = [k, n];
    kernel.gemm(
      false,
      false,
      m,
      n,
      k,
      1,
      address(a),
      lda,
      address(b),
      ldb,
      0,
      address(c),
      n,
      scratch,
    );
    c.forEach((value, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p]! * b[p * n + j]!;
      assertEquals(Math.abs(value - sum) < 1e-5, true);
    });
    arena.release();
  });

  Deno.test(`transpose() and copyRows() place every number, ${name}`, () => {
    const arena = createArena();
    for (const [rows, columns] of [[1, 1], [4, 8], [7, 10], [13, 5]] as [number, number][]) {
      const source = arena.float32(rows * columns);
      source.forEach((_, i) => source[i] = i + 1);
      const transposed = arena.float32(columns * (rows + 2));
      kernel.transpose(address(source), address(transposed), rows + 2, rows, columns);
      const copied = arena.float32(rows * (columns + 3));
      kernel.copyRows(address(source), columns, address(copied), columns + 3, rows, columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          assertEquals(transposed[j * (rows + 2) + i], source[i * columns + j]);
          assertEquals(copied[i * (columns + 3) + j], source[i * columns + j]);
        }
      }
      // What lies between the rows stays.
      assertEquals(transposed[rows], 0);
      assertEquals(copied[columns], 0);
    }
    arena.release();
  });

  Deno.test(`hadamard() multiplies by the signs of common bits, ${name}`, () => {
    const arena = createArena();
    const length = 64;
    const x = arena.float32(length);
    x.forEach((_, j) => x[j] = (j * j) % 17 - 8);
    const before = x.slice();
    kernel.hadamard(address(x), length);
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let j = 0; j < length; j++) {
        const commonBits = (i & j).toString(2).replaceAll("0", "").length;
        sum += commonBits % 2 === 0 ? before[j]! : -before[j]!;
      }
      assertEquals(x[i], sum);
    }
    arena.release();
  });

  Deno.test(`addMultiples() adds rows in their order, at any length, ${name}`, () => {
    const arena = createArena();
    const [count, rowLength] = [5, 21];
    const [x, factors] = [arena.float64(count * rowLength), arena.float64(count)];
    x.forEach((_, i) => x[i] = Math.sin(i));
    factors.set([0.3, 0, -7, 1e10, 1 / 3]);
    for (let length = 0; length <= rowLength; length++) {
      const y = arena.float64(rowLength + 1).fill(0.1);
      kernel.addMultiples(address(y), address(x), address(factors), length, count, rowLength);
      y.forEach((value, i) => {
        let sum = 0.1;
        for (let n = 0; n < count && i < length; n++) sum += factors[n]! * x[n * rowLength + i]!;
        assertEquals(value, sum);
      });
    }
    arena.release();
  });
}
