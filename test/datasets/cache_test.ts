import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { cachedFile, type CachedFiles } from "lib/datasets/cache.ts";
import { UserError } from "lib/errors.ts";

const abc = new TextEncoder().encode("abc");
const checksum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2

/** A cache of one file, `abc.txt`, in a new folder, and how often it was filled. */
async function newCache(content = abc): Promise<{ files: CachedFiles; fills: () => number }> {
  let fills = 0;
  const files: CachedFiles = {
    folder: await Deno.makeTempDir(),
    checksums: { "abc.txt": checksum },
    fill: async (store, scratch) => {
      fills++;
      await Deno.writeTextFile(`${scratch}/half`, "on the way");
      await store("abc.txt", content);
    },
  };
  return { files, fills: () => fills };
}

const names = (folder: string): string[] => [...Deno.readDirSync(folder)].map((e) => e.name).sort();

const run = async (command: string, args: string[]): Promise<string> => {
  const { stdout, stderr } = await new Deno.Command(command, { args }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
};
const script = `${import.meta.dirname}/fixtures/cache_process.ts`;

Deno.test("cachedFile() fetches a file once and keeps nothing else", async () => {
  const { files, fills } = await newCache();
  assertEquals(await cachedFile(files, "abc.txt"), abc);
  assertEquals(await cachedFile(files, "abc.txt"), abc);
  assertEquals(fills(), 1);
  assertEquals(names(files.folder), [".lock", "abc.txt"]);
});

for (const [damage, content] of [["cut", "ab"], ["changed", "abd"], ["blank", ""]] as const) {
  Deno.test(`cachedFile() fetches a ${damage} file again`, async () => {
    const { files, fills } = await newCache();
    await Deno.writeTextFile(`${files.folder}/abc.txt`, content);
    assertEquals(await cachedFile(files, "abc.txt"), abc);
    assertEquals(fills(), 1);
  });
}

Deno.test("cachedFile() reads only the start of a file, and notices that the rest has changed", async () => {
  const { files, fills } = await newCache();
  assertEquals(await cachedFile(files, "abc.txt", 2), abc.slice(0, 2));
  assertEquals(await cachedFile(files, "abc.txt", 1), abc.slice(0, 1));
  assertEquals(await cachedFile(files, "abc.txt", 9), abc);
  assertEquals(fills(), 1);
  await Deno.writeTextFile(`${files.folder}/abc.txt`, "abcd");
  assertEquals(await cachedFile(files, "abc.txt", 2), abc.slice(0, 2));
  assertEquals(fills(), 2);
});

Deno.test("cachedFile() refuses a wrong file and leaves the old one alone", async () => {
  const { files } = await newCache(abc.slice(0, 2));
  await Deno.writeTextFile(`${files.folder}/abc.txt`, "old");
  await assertRejects(() => cachedFile(files, "abc.txt"), UserError, "abc.txt is damaged");
  assertEquals(await Deno.readTextFile(`${files.folder}/abc.txt`), "old");
  assertEquals(names(files.folder), [".lock", "abc.txt"]);
});

Deno.test("cachedFile() says so if the file is not among those fetched", async () => {
  const { files } = await newCache();
  const none = { ...files, fill: () => Promise.resolve() };
  await assertRejects(() => cachedFile(none, "abc.txt"), UserError, "There is no abc.txt");
});

Deno.test("cachedFile() clears what a killed process left and recovers", async () => {
  const { files } = await newCache();
  await Deno.mkdir(`${files.folder}/scratch/package`, { recursive: true });
  await Deno.writeTextFile(`${files.folder}/scratch/package/part`, "half a download");
  assertEquals(await cachedFile(files, "abc.txt"), abc);
  assertEquals(names(files.folder), [".lock", "abc.txt"]);
});

Deno.test({
  name: "cachedFile() says so if a download fills the disk",
  ignore: Deno.build.os !== "linux", // only there is /dev/full
  fn: async () => {
    const { files } = await newCache();
    const full = { ...files, fill: () => Deno.writeFile("/dev/full", abc) };
    await assertRejects(() => cachedFile(full, "abc.txt"), UserError, "no space left");
    assertEquals(names(files.folder), [".lock"]);
  },
});

const ownMounts = Deno.build.os === "linux" &&
  new Deno.Command("unshare", { args: ["-rm", "true"] }).outputSync().success;

Deno.test({
  name: "cachedFile() says so if its own file fills the disk, and leaves no part of it",
  ignore: !ownMounts, // needs a small file system of its own
  fn: async () => {
    const disk = await Deno.makeTempDir();
    const shell = `mount -t tmpfs -o size=256k tmpfs ${disk} && ` +
      `${Deno.execPath()} run -A ${script} ${disk}/cache ${disk}/log && ls -A ${disk}/cache`;
    const output = await run("unshare", ["-rm", "sh", "-c", shell]);
    assertStringIncludes(output, "no space left");
    assertStringIncludes(output, "Free some space");
    assert(output.endsWith("\n.lock\n"), output);
  },
});

Deno.test("cachedFile() fetches once for two processes at once", async () => {
  const folder = await Deno.makeTempDir();
  const args = ["run", "-A", script, `${folder}/cache`, `${folder}/log`];
  const outputs = await Promise.all([1, 2].map(() => run(Deno.execPath(), args)));
  assertEquals(outputs, ["1048576\n", "1048576\n"]);
  assertEquals(await Deno.readTextFile(`${folder}/log`), "filled\n");
  assertEquals(names(`${folder}/cache`), [".lock", "zeros.bin"]);
});
