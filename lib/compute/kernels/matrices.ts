// @ts-nocheck: AssemblyScript, which has its own compiler and types.

/** z ← z + bias, row by row. */
export function addBias(z: usize, bias: usize, rows: i32, columns: i32): void {
  const width = <usize> columns << 2;
  const end = z + width * rows;
  while (z < end) {
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(z + j, f32x4.add(v128.load(z + j), v128.load(bias + j)));
    }
    z += width;
  }
}

/** Adds the column sums of x to `sums`. */
export function addColumnSums(x: usize, sums: usize, rows: i32, columns: i32): void {
  const width = <usize> columns << 2;
  const end = x + width * rows;
  while (x < end) {
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(sums + j, f32x4.add(v128.load(sums + j), v128.load(x + j)));
    }
    x += width;
  }
}

/** Copies `columns` numbers of each row between matrices of different row lengths. */
export function copyRows(
  source: usize,
  sourceColumns: i32,
  target: usize,
  targetColumns: i32,
  rows: i32,
  columns: i32,
): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(target, source, <usize> columns << 2);
    source += <usize> sourceColumns << 2;
    target += <usize> targetColumns << 2;
  }
}

/** target ← sourceᵀ for a block of 4 × 4 numbers; rows are `from` and `to` bytes apart. */
export function transposeBlock(source: usize, from: usize, target: usize, to: usize): void {
  const r0 = v128.load(source);
  const r1 = v128.load(source + from);
  const r2 = v128.load(source + 2 * from);
  const r3 = v128.load(source + 3 * from);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(target + to, v128.shuffle<f64>(a, b, 1, 3));
  v128.store(target + 2 * to, v128.shuffle<f64>(c, d, 0, 2));
  v128.store(target + 3 * to, v128.shuffle<f64>(c, d, 1, 3));
}

/** target ← sourceᵀ; the rows of the target, of length targetColumns ≥ rows, may be longer. */
export function transpose(
  source: usize,
  target: usize,
  targetColumns: i32,
  rows: i32,
  columns: i32,
): void {
  const from = <usize> columns << 2;
  const to = <usize> targetColumns << 2;
  const wholeRows = <usize> rows & -4;
  const wholeColumns = <usize> columns & -4;
  for (let i: usize = 0; i < wholeRows; i += 4) {
    for (let j: usize = 0; j < wholeColumns; j += 4) {
      transposeBlock(source + i * from + (j << 2), from, target + j * to + (i << 2), to);
    }
  }
  for (let i: usize = 0; i < <usize> rows; i++) {
    for (let j: usize = i < wholeRows ? wholeColumns : 0; j < <usize> columns; j++) {
      store<f32>(target + j * to + (i << 2), load<f32>(source + i * from + (j << 2)));
    }
  }
}

/** y ← factor·x for `length` numbers, a multiple of 4. */
export function scale(x: usize, y: usize, length: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    v128.store(y + i, f32x4.mul(v128.load(x + i), f));
  }
}

/** out ← factor·x∘y for `length` numbers, a multiple of 4. */
export function multiply(x: usize, y: usize, out: usize, length: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0, end = <usize> length << 2; i < end; i += 16) {
    v128.store(out + i, f32x4.mul(f32x4.mul(v128.load(x + i), f), v128.load(y + i)));
  }
}
