import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { readLayersModel } from "lib/weights/layers_model_file.ts";
import { samples } from "./pytorch_mlp.ts";

const saved = `${samples}/spirals_mlp`;
const weightsFile = "group1-shard1of1.bin";

/** A copy of the saved model, changed. */
async function copy(
  change: {
    model?: (json: Record<string, unknown>) => void;
    weights?: (bytes: Uint8Array) => Uint8Array;
  },
): Promise<string> {
  const folder = await Deno.makeTempDir();
  const json = JSON.parse(await Deno.readTextFile(`${saved}/model.json`));
  change.model?.(json);
  await Deno.writeTextFile(`${folder}/model.json`, JSON.stringify(json));
  const bytes = await Deno.readFile(`${saved}/${weightsFile}`);
  await Deno.writeFile(`${folder}/${weightsFile}`, change.weights?.(bytes) ?? bytes);
  return `${folder}/model.json`;
}

Deno.test("readLayersModel() reads a model with its weights in several files", async () => {
  const path = await copy({
    model: (json) => {
      const [group] = json["weightsManifest"] as { paths: string[] }[];
      group!.paths = ["a.bin", "b.bin"];
    },
  });
  const folder = path.replace("model.json", "");
  const bytes = await Deno.readFile(`${saved}/${weightsFile}`);
  await Deno.writeFile(`${folder}a.bin`, bytes.subarray(0, 101));
  await Deno.writeFile(`${folder}b.bin`, bytes.subarray(101));
  const values = async (file: string) =>
    (await readLayersModel(file)).getWeights().map((tensor) => tensor.dataSync());
  assertEquals(await values(path), await values(`${saved}/model.json`));
});

Deno.test("readLayersModel() says what is wrong with the files", async () => {
  const refused = async (path: string, message: string) =>
    await assertRejects(() => readLayersModel(path), UserError, message);
  await refused(`${saved}/none.json`, "cannot be read");
  await refused(`${saved}/${weightsFile}`, "is no model with weights that TensorFlow.js saved.");
  await refused(
    await copy({ model: (json) => delete json["weightsManifest"] }),
    "is no model with",
  );
  const graph = await copy({ model: (json) => json["format"] = "graph-model" });
  await refused(graph, "is a graph model, which cannot be trained. Convert the Keras model with");
  const short = await copy({ weights: (bytes) => bytes.subarray(0, bytes.length - 8) });
  await refused(short, "cannot be loaded");
  const noFile = await copy({});
  await Deno.remove(noFile.replace("model.json", weightsFile));
  await refused(noFile, `${weightsFile} cannot be read`);
  const other = await copy({
    model: (json) => {
      const topology = json["modelTopology"] as { model_config: { class_name: string } };
      topology.model_config.class_name = "Unknown";
    },
  });
  await refused(other, "cannot be loaded: Unknown layer: Unknown.");
});
