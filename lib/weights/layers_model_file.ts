import type { io, LayersModel } from "@tensorflow/tfjs";
import { loadTensorFlow } from "../compute/tfjs/tensorflow.ts";
import { readOwnFile } from "../datasets/own_files.ts";
import { UserError } from "../errors.ts";

/**
 * Reads a layers model that TensorFlow.js saved, or that its converter made of a Keras model: a
 * `model.json`, and beside it the files with the weights that it names.
 *
 * @param path Path of the `model.json`.
 * @throws {UserError} If a file cannot be read, or they are no such model.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
 * import { readLayersModel } from "lib/weights/layers_model_file.ts";
 *
 * const tf = await loadTensorFlow();
 * const saved = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const folder = await Deno.makeTempDir();
 * await saved.save(tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
 *   const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
 *   const model = JSON.stringify({ modelTopology, weightsManifest });
 *   await Deno.writeTextFile(`${folder}/model.json`, model);
 *   await Deno.writeFile(`${folder}/weights.bin`, new Uint8Array(weightData as ArrayBuffer));
 *   return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
 * }));
 * const model = await readLayersModel(`${folder}/model.json`);
 * assertEquals(model.countParams(), 3 * 2 + 2);
 * ```
 */
export async function readLayersModel(path: string): Promise<LayersModel> {
  const tf = await loadTensorFlow();
  const json = await readModelJson(path);
  const folder = path.replace(/[^/\\]*$/, "");
  const artifacts = await tf.io.getModelArtifactsForJSON(
    json,
    (manifest) => readWeights(manifest, folder),
  );
  try {
    return await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    const [problem] = (cause as Error).message.split("\n");
    throw new UserError(`${path} cannot be loaded: ${problem}`, saveAgain, { cause });
  }
}

const saveAgain = "Save the model again, and keep all of its files in one folder.";

/** Reads the file that describes the model. */
async function readModelJson(path: string): Promise<io.ModelJSON> {
  const text = new TextDecoder().decode(await readOwnFile(path));
  let json: Partial<io.ModelJSON> | null = null;
  try {
    json = JSON.parse(text);
  } catch {
    // It is refused below.
  }
  if (json?.format === "graph-model") {
    throw new UserError(
      `${path} is a graph model, which cannot be trained.`,
      "Convert the Keras model with `--output_format=tfjs_layers_model`.",
    );
  }
  if (json?.modelTopology && json.weightsManifest) return json as io.ModelJSON;
  throw new UserError(
    `${path} is no model with weights that TensorFlow.js saved.`,
    "Give the path of the `model.json`.",
  );
}

/** Reads the files with the weights, one after another, into one block. */
async function readWeights(
  manifest: io.WeightsManifestConfig,
  folder: string,
): Promise<[io.WeightsManifestEntry[], ArrayBuffer]> {
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (const { paths } of manifest) {
    for (const path of paths) files.push(await readOwnFile(folder + path));
  }
  const data = await new Blob(files).arrayBuffer();
  return [manifest.flatMap(({ weights }) => weights), data];
}
