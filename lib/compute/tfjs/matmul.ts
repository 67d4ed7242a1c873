import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { gemm } from "../blas.ts";
import type { Heap } from "./heap.ts";
import { registerKernel, type TensorFlow } from "./register.ts";

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
  activation?: string;
}

/** Registers `BatchMatMul` and `_FusedMatMul`, computed by the library's BLAS. */
export function registerMatMul(tf: TensorFlow, heap: Heap): void {
  const { sizeFromShape } = tf.util;

  function matMul(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Attributes) {
    if (a.dtype !== "float32" || b.dtype !== "float32") return;
    const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
    const [count, countA, countB] = [batch, batchA, batchB].map(sizeFromShape) as [
      number,
      number,
      number,
    ];
    // Each operand has either one matrix for all products, or one for each.
    if (![1, count].includes(countA) || ![1, count].includes(countB)) return;
    const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
    const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
    const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
    const n = transposeB ? rowsB : columnsB;
    const out = heap.output([...batch, m, n]);
    for (let i = 0; i < count; i++) {
      gemm({
        m,
        n,
        k,
        a: heap.floats(heap.address(a) + (countA === 1 ? 0 : 4 * i * m * k), m * k),
        b: heap.floats(heap.address(b) + (countB === 1 ? 0 : 4 * i * k * n), k * n),
        c: heap.floats(heap.address(out) + 4 * i * m * n, m * n),
        transA: transposeA,
        transB: transposeB,
      }, heap.blas);
    }
    return out;
  }

  registerKernel<{ a: Tensor; b: Tensor }, Attributes>(
    tf,
    tf.BatchMatMul,
    ({ inputs, attrs }) => matMul(inputs.a, inputs.b, attrs),
  );

  registerKernel<{ a: Tensor; b: Tensor; bias?: Tensor }, Attributes>(
    tf,
    tf._FusedMatMul,
    ({ inputs: { a, b, bias }, attrs }) => {
      const { activation } = attrs;
      if (bias && bias.shape.length !== 1) return;
      if (activation !== "linear" && activation !== "relu") return;
      const out = matMul(a, b, attrs);
      if (out) addBias(heap, out, bias, activation === "relu");
      return out;
    },
  );
}

/** Adds the bias to each row, in place, and optionally applies ReLU. */
export function addBias(
  heap: Heap,
  x: TensorInfo,
  bias: TensorInfo | undefined,
  relu: boolean,
): void {
  const columns = x.shape.at(-1)!;
  const rows = x.shape.slice(0, -1).reduce((product, length) => product * length, 1);
  const at = heap.address(x);
  heap.kernels.addBias(at, bias ? heap.address(bias) : 0, at, rows, columns, Number(relu));
}
