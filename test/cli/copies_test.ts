import { assertEquals } from "@std/assert";
import { type Original, refreshCopies } from "lib/cli/copies.ts";

function originals(texts: Readonly<Record<string, string>>): Original[] {
  const encoder = new TextEncoder();
  return Object.entries(texts).map(([name, text]) => ({ name, content: encoder.encode(text) }));
}

Deno.test("refreshCopies() brings copies up to date, but keeps those that were changed", async () => {
  const folder = `${await Deno.makeTempDir()}/lab`;
  const read = (name: string): Promise<string> => Deno.readTextFile(`${folder}/${name}`);
  const first = originals({ "a.ipynb": "a", "b.ipynb": "b", "pictures/c.png": "c" });
  assertEquals(await refreshCopies(first, folder), []);
  assertEquals(await read("pictures/c.png"), "c");

  await Deno.writeTextFile(`${folder}/b.ipynb`, "mine");
  assertEquals(await refreshCopies(first, folder), []); // nothing newer to tell of
  assertEquals(await read("b.ipynb"), "mine");

  const second = originals({ "a.ipynb": "a2", "b.ipynb": "b2", "pictures/c.png": "c" });
  assertEquals(await refreshCopies(second, folder), ["b.ipynb"]);
  assertEquals([await read("a.ipynb"), await read("b.ipynb")], ["a2", "mine"]);

  await Deno.remove(`${folder}/b.ipynb`);
  assertEquals(await refreshCopies(second, folder), []);
  assertEquals(await read("b.ipynb"), "b2");
});

Deno.test("refreshCopies() takes every copy for changed where it has lost its record", async () => {
  const folder = await Deno.makeTempDir();
  await refreshCopies(originals({ "a.ipynb": "a", "b.ipynb": "b" }), folder);
  await Deno.writeTextFile(`${folder}/.copies.json`, "{");
  const next = originals({ "a.ipynb": "a2", "b.ipynb": "b" });
  assertEquals(await refreshCopies(next, folder), ["a.ipynb"]);
  assertEquals(await Deno.readTextFile(`${folder}/a.ipynb`), "a");
});
