// @ts-nocheck: AssemblyScript, which has its own compiler and types.
export { avgPool, avgPoolGrad, maxPool, maxPoolGrad } from "./pool";
export { addBias, columnSums, reluGrad } from "./columns";
export { batchNorm, batchNormGrad } from "./batch_norm";
export { copyRows } from "./rows";
export { fold, unfold } from "./patches";
export { lrn, lrnGrad } from "./lrn";
