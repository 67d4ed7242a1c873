// @ts-nocheck: AssemblyScript, which has its own compiler and types.
export { pool } from "./pool.ts";
export { addBias, addBiasReluGrad, columnSums, reluGrad } from "./columns.ts";
export { batchNorm, batchNormGrad } from "./batch_norm.ts";
export { copyRows } from "./rows.ts";
export { fold, unfold } from "./patches.ts";
export { lrn, lrnGrad } from "./lrn.ts";
export { winogradCollect, winogradFilter, winogradFilterGrad, winogradPlanes } from "./winograd.ts";
