import { assertEquals, assertMatch } from "@std/assert";
import { hasTable, writeDataFile } from "lib/cli/data_file.ts";
import { encode } from "lib/sweep/encoding.ts";

const stem = "20_02_full_batch_gradient_descent";

/** A folder with the runs of one sweep of a notebook. */
async function folderWith(name: string, point: object, result: object): Promise<string> {
  const folder = await Deno.makeTempDir();
  const sweeps = [{ name, points: [point], results: [result] }];
  await Deno.writeTextFile(`${folder}/runs.json`, encode({ sweeps, calls: [] }));
  return folder;
}

Deno.test("writeDataFile() writes the rows of the runs", async () => {
  const point = { labels: "true", depth: 1, parameters: 9, learningRate: 0.1, seed: 3 };
  const curve = [{ epoch: 0, error: 90 }, { epoch: 10, error: 100 * (1 - 0.9) }];
  const folder = await folderWith("fig-20-02", point, { curve });
  assertEquals(await writeDataFile(stem, folder), undefined);
  const [names, ...rows] = (await Deno.readTextFile(`${folder}/data.csv`)).split("\n");
  assertEquals(names?.split(",").at(-1), "training_error_percent");
  assertEquals(rows, ["true,1,9,0.1,3,0,90", "true,1,9,0.1,3,10,10", ""]);
});

Deno.test("writeDataFile() says why there is no table of other runs than the committed ones", async () => {
  const other = await folderWith("fig-20-02", {}, { losses: [1, 2] });
  assertMatch(await writeDataFile(stem, other) ?? "", /^There is no data\.csv\. .* another form/);
  assertEquals(await hasTable(other), false);
  const renamed = await folderWith("my-sweep", {}, {});
  assertMatch(await writeDataFile(stem, renamed) ?? "", /No sweep is named fig-20-02/);
});

Deno.test("writeDataFile() writes nothing for a notebook without a table, or without runs", async () => {
  const folder = await folderWith("mine", {}, {});
  assertEquals(await writeDataFile("00_of_my_own", folder), undefined);
  assertEquals(await hasTable(folder), false);
  const empty = await Deno.makeTempDir();
  assertEquals(await writeDataFile(stem, empty), undefined);
  assertEquals(await hasTable(empty), false);
});
