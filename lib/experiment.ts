/**
 * Everything that an experiment is made of: data sets, models, training and analyses. A sweep's
 * function receives this module as its second argument.
 *
 * @module
 */
export { addNoise, fastGradientSign, projectedGradient } from "./analysis/adversarial.ts";
export { alignUnits } from "./analysis/align.ts";
export { pearson, slope, spearman } from "./analysis/correlation.ts";
export { criticalPoint, saddleFreeNewton } from "./analysis/critical_point.ts";
export {
  curvature,
  leadingBlock,
  semicircleBelow,
  semicirclePositive,
  trace,
} from "./analysis/curvature.ts";
export {
  barrier,
  bendsOnLine,
  controlPoints,
  curveLosses,
  curvePoint,
  onCurve,
} from "./analysis/curve.ts";
export { hessianIndex } from "./analysis/hessian_index.ts";
export { meanInterval } from "./analysis/interval.ts";
export { lanczos } from "./analysis/lanczos.ts";
export { logSteps } from "./analysis/log_steps.ts";
export { countWeights, magnitudeMask, masked, prune } from "./analysis/masks.ts";
export { autoNeb } from "./analysis/neb.ts";
export { hessianAt } from "./analysis/operator.ts";
export { type Prediction, predictions } from "./analysis/predictions.ts";
export { denseSubspace, fastfoodSubspace, sparseSubspace } from "./analysis/projections.ts";
export { rescaleLayers } from "./analysis/rescale.ts";
export { sharpness, signSharpness } from "./analysis/sharpness.ts";
export { lineSlice, planeSlice, planeThrough } from "./analysis/slice.ts";
export { smallestChanges } from "./analysis/smallest_change.ts";
export { atRadius, onSphere } from "./analysis/sphere.ts";
export { hashSubspace, inSubspace, type Subspace } from "./analysis/subspace.ts";
export { loadTensorFlow } from "./compute/tfjs/tensorflow.ts";
export { distance, norm } from "./compute/vectors.ts";
export * as d3 from "./d3.ts";
export { cifar10, cifar10ClassNames } from "./datasets/cifar10.ts";
export { centerCrop } from "./datasets/crop.ts";
export type { Dataset, Split } from "./datasets/dataset.ts";
export { datasetFromArrays } from "./datasets/from_arrays.ts";
export { mnist } from "./datasets/mnist.ts";
export { mnist1d } from "./datasets/mnist1d.ts";
export { examples } from "./datasets/examples.ts";
export { gaussianPixels, randomLabels } from "./datasets/randomize.ts";
export { shrinkImages } from "./datasets/resize.ts";
export { standardizeInputs } from "./datasets/standardize.ts";
export { exp } from "./elementary/exp.ts";
export { log } from "./elementary/log.ts";
export { power } from "./elementary/power.ts";
export { UserError } from "./errors.ts";
export { alexnet } from "./models/alexnet.ts";
export { cnn, residualCnn } from "./models/cnn.ts";
export { densenet } from "./models/densenet.ts";
export { layersNetwork } from "./models/layers_network.ts";
export { maxout } from "./models/maxout.ts";
export { mlp } from "./models/mlp.ts";
export { mlp64 } from "./models/mlp64.ts";
export { spinGlass } from "./models/spin_glass.ts";
export { type Random, random } from "./random.ts";
export type { Batch, ClassifierSurface, LossSurface } from "./surface.ts";
export { fit } from "./training/fit.ts";
export { adam, adamw, type Optimizer, sgd } from "./training/optimizers.ts";
export { sharpnessAware } from "./training/sharpness_aware.ts";
export { train } from "./training/train.ts";
export { pytorchWeights } from "./weights/pytorch_weights.ts";
