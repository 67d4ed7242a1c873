// @ts-nocheck: AssemblyScript, which has its own compiler and types.
export { addBias, addColumnSums, copyRows, transpose } from "./matrices.ts";
export { biasRelu, reluBackward } from "./relu.ts";
export { countCorrect, softmaxCrossEntropy, squaredError, subtractOneHot } from "./losses.ts";
export { sgdStep } from "./optimisers.ts";
