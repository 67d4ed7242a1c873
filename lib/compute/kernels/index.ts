// @ts-nocheck: AssemblyScript, which has its own compiler and types.
export { gemm, gemmScratch } from "./gemm.ts";
export { addBias, addColumnSums, copyRows, multiply, scale, transpose } from "./matrices.ts";
export { biasRelu, reluBackward, reluTangent } from "./relu.ts";
export { biasTanh, tanhBackward, tanhBackwardTangent, tanhTangent } from "./tanh.ts";
export {
  countCorrect,
  softmaxCrossEntropy,
  softmaxTangent,
  squaredError,
  subtractOneHot,
} from "./losses.ts";
export { adamStep, momentumStep, sgdStep } from "./optimizers.ts";
export { addGathered, addMultiples, combine, dot, hadamard, scatterAdd } from "./vectors.ts";
