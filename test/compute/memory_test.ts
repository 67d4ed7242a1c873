import { assertEquals, assertThrows } from "@std/assert";
import { address, computeMemory, createArena, isResident } from "lib/compute/memory.ts";
import { UserError } from "lib/errors.ts";

const MIB = 2 ** 20;

Deno.test("createArena() gives aligned arrays of zeros that share no memory", () => {
  const arena = createArena();
  const arrays = [
    ...[arena.float32(3), arena.uint8(65), arena.float32(0), arena.float32(100)],
    ...[arena.float64(9), arena.uint32(33)],
  ];
  arrays.forEach((array, i) => {
    assertEquals(array.byteOffset % 64, 0);
    assertEquals(array.every((value) => value === 0), true);
    array.fill(i + 1);
  });
  arrays.forEach((array, i) => assertEquals(array.every((value) => value === i + 1), true));
  arena.release();
});

Deno.test("release() makes room for arrays of another size, which are zeros again", () => {
  const keeper = createArena();
  for (let round = 0; round < 3; round++) {
    const arena = createArena();
    // Of these sizes, the memory holds one round at a time only.
    for (const part of [[300, 1], [1, 300, 200], [500]][round]!) {
      const bytes = arena.uint8(part * MIB);
      assertEquals([bytes[0], bytes.at(-1)], [0, 0]);
      bytes.fill(7, 0, 100);
    }
    keeper.float32(10);
    arena.release();
  }
  keeper.release();
});

Deno.test("float32() says so when the memory is full", () => {
  const arena = createArena();
  assertThrows(() => arena.float32(300 * MIB), UserError, "no room for another 1200 MiB");
  arena.release();
});

Deno.test("an arena that cannot be filled gives back what it took", () => {
  for (let round = 0; round < 3; round++) {
    const arena = createArena();
    // The memory holds this once only.
    arena.uint8(600 * MIB);
    assertThrows(() => arena.float32(300 * MIB), UserError, "no room for another 1200 MiB");
  }
});

Deno.test("address() is that of a view into the compute memory, and refuses any other", () => {
  const arena = createArena();
  const view = arena.float32(8).subarray(2);
  assertEquals(isResident(view), true);
  assertEquals(address(view), view.byteOffset);
  assertEquals(new Float32Array(computeMemory().buffer, address(view), 1).length, 1);
  assertThrows(() => address(new Float32Array(1)), RangeError, "not in the compute memory");
  arena.release();
});

Deno.test("releaseWith() gives the arrays back once their owner is gone", async () => {
  const addresses = new Set<number>();
  for (let round = 0; round < 400; round++) {
    const arena = createArena();
    const owner = { x: arena.uint8(10 * MIB) };
    arena.releaseWith(owner);
    addresses.add(address(owner.x));
    // Finalization is a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assertEquals(addresses.size < 102, true);
});
