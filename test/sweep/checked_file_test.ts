import { assertEquals, assertRejects } from "@std/assert";
import { readChecked, writeChecked } from "lib/sweep/checked_file.ts";

const path = `${await Deno.makeTempDir()}/result.json`;
const text = '{"loss":0.125,"name":"é"}';
await writeChecked(path, text);
const written = await Deno.readTextFile(path);

Deno.test("writeChecked() writes JSON that holds the text and its SHA-256", () => {
  assertEquals(JSON.parse(written).content, JSON.parse(text));
  assertEquals(
    JSON.parse(written).sha256,
    "d775285d830f67e24ee9828b9a82feca3b1dc8403dd325346d9f8d307e758931",
  );
});

Deno.test("readChecked() refuses a file that differs in one character, or is shorter or longer", async () => {
  assertEquals(await readChecked(path), text);
  const others = [...written].map((_, i) => {
    const digit = written[i] === "1" ? "2" : "1";
    return written.slice(0, i) + digit + written.slice(i + 1);
  });
  for (const other of [...others, "", "null", text, written.slice(0, -1), `${written} `]) {
    await Deno.writeTextFile(path, other);
    await assertRejects(() => readChecked(path), Error, "checksum");
  }
});
