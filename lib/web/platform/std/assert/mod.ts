/** Fails unless a condition holds. Stands for `@std/assert` in a browser. */
export function assert(condition: unknown, message = ""): asserts condition {
  if (condition) return;
  throw Object.assign(new Error(message), { name: "AssertionError" });
}
