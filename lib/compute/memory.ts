import { UserError } from "../errors.ts";
import { memoryBytes } from "./native.ts";

/** Bytes of a page of WebAssembly memory. */
const PAGE = 65536;

/** Blocks start at multiples of a cache line, so that no SIMD vector crosses a line boundary. */
const ALIGNMENT = 64;

/** A part of the compute memory: bytes [start, end). */
interface Block {
  start: number;
  end: number;
}

let memory: WebAssembly.Memory | undefined;

/** Its buffer: asking the memory for it each time would take longer than the kernels of small networks. */
let buffer: ArrayBuffer | undefined;

/** Free blocks in order of address, no two of them adjacent. */
let free: Block[] = [];

/**
 * The compute memory of this thread: WebAssembly memory on which the kernels work, and which is
 * passed to BLAS without copying. It never grows, so that views of it stay valid.
 */
export function computeMemory(): WebAssembly.Memory {
  if (!memory) {
    const pages = memoryBytes / PAGE;
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    buffer = memory.buffer as ArrayBuffer;
    // Address 0 is a kernel's null pointer, so it is never allocated.
    free = [{ start: ALIGNMENT, end: memoryBytes }];
  }
  return memory;
}

/** Whether the view is in the compute memory, so that kernels can work on it in place. */
export function isResident(view: ArrayBufferView): boolean {
  return view.buffer === buffer;
}

/**
 * The address of a view, as kernels need it.
 *
 * @throws {RangeError} If the view is not in the compute memory.
 */
export function address(view: ArrayBufferView): number {
  if (!isResident(view)) throw new RangeError("The array is not in the compute memory.");
  return view.byteOffset;
}

/**
 * Arrays in the compute memory that are released together. Where there is no room for another one,
 * that is a {@linkcode UserError}, and those that are there are released.
 */
export interface Arena {
  /** A new array of zeros, aligned to 64 bytes. */
  float32(length: number): Float32Array<ArrayBuffer>;
  /** A new array of zeros, aligned to 64 bytes. */
  float64(length: number): Float64Array<ArrayBuffer>;
  /** A new array of zeros, aligned to 64 bytes. */
  uint32(length: number): Uint32Array<ArrayBuffer>;
  /** A new array of zeros, aligned to 64 bytes. */
  uint8(length: number): Uint8Array<ArrayBuffer>;
  /** Releases all arrays; none may be used afterwards. */
  release(): void;
  /**
   * Releases all arrays when `owner` is garbage-collected; call it after creating them. Whatever
   * uses the arrays must refer to `owner`, which must not be the arena itself.
   */
  releaseWith(owner: object): void;
}

const owners = new FinalizationRegistry((release: () => void) => release());

/**
 * V8 does not know how much compute memory its garbage holds. An ordinary buffer of the same size,
 * which takes no memory as it is never written to, makes it collect in time.
 */
const ballast = new WeakMap<object, ArrayBuffer>();

/**
 * Creates an empty arena.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createArena, isResident } from "lib/compute/memory.ts";
 *
 * const arena = createArena();
 * const x = arena.float32(3);
 * assertEquals([...x], [0, 0, 0]);
 * assertEquals(isResident(x), true);
 * arena.release();
 * ```
 */
export function createArena(): Arena {
  const { buffer } = computeMemory() as { buffer: ArrayBuffer };
  let blocks: Block[] = [];
  const release = () => {
    blocks.forEach(giveBack);
    blocks = [];
  };
  const zeros = (bytes: number): number => {
    const block = take(Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    if (block === undefined) {
      release();
      throw noRoom(bytes);
    }
    blocks.push(block);
    new Uint8Array(buffer, block.start, block.end - block.start).fill(0);
    return block.start;
  };
  return {
    float32: (length) => new Float32Array(buffer, zeros(4 * length), length),
    float64: (length) => new Float64Array(buffer, zeros(8 * length), length),
    uint32: (length) => new Uint32Array(buffer, zeros(4 * length), length),
    uint8: (length) => new Uint8Array(buffer, zeros(length), length),
    release,
    releaseWith(owner) {
      owners.register(owner, release);
      const bytes = blocks.reduce((sum, { start, end }) => sum + end - start, 0);
      ballast.set(owner, new ArrayBuffer(bytes));
    },
  };
}

function noRoom(bytes: number): UserError {
  return new UserError(
    `The compute memory has no room for another ${Math.ceil(bytes / 2 ** 20)} MiB.`,
    "Use less data, or fewer models or directions at a time.",
  );
}

/** Takes the first free block that is large enough; undefined if there is none. */
function take(bytes: number): Block | undefined {
  const index = free.findIndex(({ start, end }) => end - start >= bytes);
  if (index === -1) return undefined;
  const block = free[index]!;
  const start = block.start;
  block.start += bytes;
  if (block.start === block.end) free.splice(index, 1);
  return { start, end: start + bytes };
}

/** Returns a block and merges it with its free neighbors. */
function giveBack(block: Block): void {
  if (block.start === block.end) return;
  const blocks = [...free, block].sort((a, b) => a.start - b.start);
  free = [];
  for (const { start, end } of blocks) {
    const before = free.at(-1);
    if (before?.end === start) before.end = end;
    else free.push({ start, end });
  }
}
