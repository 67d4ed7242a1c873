/**
 * The lines of a stream of UTF-8 text, as they arrive.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lines } from "lib/lines.ts";
 *
 * const stream = new Blob(["first\nsec", "ond\n"]).stream();
 * assertEquals(await Array.fromAsync(lines(stream)), ["first", "second"]);
 * ```
 */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    // Only what is new is searched: a long line comes in many parts.
    const parts = decoder.decode(bytes, { stream: true }).split("\n");
    const last = parts.pop() as string;
    for (const part of parts) {
      yield rest + part;
      rest = "";
    }
    rest += last;
  }
  if (rest !== "") yield rest;
}
