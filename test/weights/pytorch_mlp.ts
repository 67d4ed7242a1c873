import { projectRoot } from "lib/files.ts";
import type { Dataset } from "lib/datasets/dataset.ts";
import findings from "./fixtures/pytorch_mlp.json" with { type: "json" };

/** Folder of the samples, with the network's weights. */
export const samples = `${projectRoot}data/samples`;

/** Names of the network's `nn.Linear` layers. */
export const layers = ["0", "2", "4"];

/** What PyTorch found for the network at some points, in double precision. */
export { findings };

/** The points at which PyTorch looked. */
export const points: Dataset = {
  name: "points on spirals",
  x: Float32Array.from(findings.x),
  y: Uint8Array.from(findings.y),
  size: findings.y.length,
  shape: [2],
  classes: 3,
};

/** A vector in the layout of an MLP, from arrays by the names of PyTorch's parameters. */
export function inLayersOrder(arrays: Record<string, number[]>): number[] {
  return layers.flatMap((name) => [...arrays[`${name}.weight`]!, ...arrays[`${name}.bias`]!]);
}
