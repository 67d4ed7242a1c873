import { number, text, whole } from "./column.ts";
import type { Table } from "./table.ts";
import { readTable } from "../notebook/read_table.ts";

/** Images of ImageNet-1k (ILSVRC 2012) to train on. */
const trainingImages = 1_281_167;

/** Figure 20.3. */
export const table: Table = {
  rowIs: "A row is a published network.",
  key: ["model"],
  columns: {
    model: text("name of the network"),
    family: text("family of networks that it belongs to"),
    year: whole("year of its publication", 2012),
    parameters_millions: number("parameters", "millions", 0),
    parameters_per_image: number("parameters for each training image of ImageNet", "", 0),
    top1_accuracy_percent: number("test accuracy on ImageNet, of the first guess", "%", 0, 100),
    source: text("where size and accuracy were published"),
  },
  async rows() {
    const models = await readTable("overparameterization.csv", {
      model: "text",
      family: "text",
      year: "integer",
      params_millions: { min: 0, max: Infinity },
      imagenet_top1_percent: { min: 0, max: 100 },
      source: "text",
    });
    return models.map((row) => ({
      model: row.model,
      family: row.family,
      year: row.year,
      parameters_millions: row.params_millions,
      parameters_per_image: row.params_millions * 1e6 / trainingImages,
      top1_accuracy_percent: row.imagenet_top1_percent,
      source: row.source,
    }));
  },
};
