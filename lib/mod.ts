/**
 * The one import of every notebook: everything for an experiment and for its page.
 *
 * @module
 */
export * from "./experiment.ts";
/** Observable Plot, which draws the figures. */
export * as Plot from "@observablehq/plot";
export { projectRoot } from "./files.ts";
export { readNpy, readNpz } from "./datasets/npy.ts";
export { claims } from "./notebook/claims.ts";
export { imageGrid } from "./notebook/image.ts";
export type { Claim } from "./notebook/judge.ts";
export { lacksInterval } from "./notebook/judge.ts";
export { labelMarks } from "./notebook/labels.ts";
export { fromTo, numbers, powerOfTen } from "./notebook/numbers.ts";
export { alignUnits, planeThrough } from "./notebook/remembered.ts";
export { provenance } from "./notebook/provenance.ts";
export { readTable } from "./notebook/read_table.ts";
export { savedResults, saveResults } from "./notebook/results.ts";
export { type Scale, setup } from "./notebook/session.ts";
export { show } from "./notebook/show.ts";
export { showTable } from "./notebook/show_table.ts";
export { stopSignal } from "./notebook/stop.ts";
export { sweep } from "./notebook/sweep.ts";
export { palette } from "./notebook/theme.ts";
export { readLayersModel } from "./weights/layers_model_file.ts";
export { readSafetensors } from "./weights/safetensors.ts";
