/**
 * The library of the sixteen notebooks: one import for all that they use.
 *
 * @module
 */
export * as Plot from "@observablehq/plot";
export { addNoise, fastGradientSign, projectedGradient } from "./analysis/adversarial.ts";
export { minimizeAllInBox, minimizeInBox } from "./analysis/box_lbfgs.ts";
export { mean, pearson, spearman } from "./analysis/correlation.ts";
export { criticalPoint, saddleFreeNewton } from "./analysis/critical_point.ts";
export { firstCrossing } from "./analysis/crossing.ts";
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
export { symmetricEigenvalues } from "./analysis/eigenvalues.ts";
export { hessianIndex } from "./analysis/hessian_index.ts";
export { lanczos } from "./analysis/lanczos.ts";
export { logSteps } from "./analysis/log_steps.ts";
export { autoNeb } from "./analysis/neb.ts";
export { distance, norm } from "./analysis/vectors.ts";
export { hessianAt } from "./analysis/operator.ts";
export { powerIteration } from "./analysis/power_iteration.ts";
export { type Prediction, predictions } from "./analysis/predictions.ts";
export { denseSubspace, fastfoodSubspace, sparseSubspace } from "./analysis/projections.ts";
export { rescaleLayers } from "./analysis/rescale.ts";
export { sharpness, signSharpness } from "./analysis/sharpness.ts";
export { filterNormalized, lineSlice, planeSlice, planeThrough } from "./analysis/slice.ts";
export { smallestChanges } from "./analysis/smallest_change.ts";
export { atRadius, onSphere } from "./analysis/sphere.ts";
export { hashSubspace, inSubspace, type Subspace } from "./analysis/subspace.ts";
export { hutchinsonTrace } from "./analysis/trace.ts";
export { blasBackend } from "./compute/blas.ts";
export { loadTensorFlow } from "./compute/tfjs/tensorflow.ts";
export { cifar10, cifar10ClassNames } from "./datasets/cifar10.ts";
export { centerCrop } from "./datasets/crop.ts";
export type { Dataset, Split } from "./datasets/dataset.ts";
export { mnist } from "./datasets/mnist.ts";
export { mnist1d } from "./datasets/mnist1d.ts";
export { gaussianPixels, randomLabels } from "./datasets/randomize.ts";
export { shrinkImages } from "./datasets/resize.ts";
export { savedResults, saveResults } from "./datasets/results.ts";
export { standardizeInputs } from "./datasets/standardize.ts";
export { readTable } from "./datasets/table.ts";
export { UserError } from "./errors.ts";
export { alexnet } from "./models/alexnet.ts";
export { cnn, residualCnn } from "./models/cnn.ts";
export { densenet } from "./models/densenet.ts";
export { maxout } from "./models/maxout.ts";
export { mlp } from "./models/mlp.ts";
export { mlp64 } from "./models/mlp64.ts";
export { spinGlass } from "./models/spin_glass.ts";
export { tfSurface } from "./models/tf_surface.ts";
export { type Claim, claims } from "./notebook/claims.ts";
export { imageAddress, imageGrid } from "./notebook/image.ts";
export { labelMarks } from "./notebook/labels.ts";
export { provenance } from "./notebook/provenance.ts";
export { type Scale, setup } from "./notebook/session.ts";
export { show } from "./notebook/show.ts";
export { stopSignal } from "./notebook/stop.ts";
export { sweep } from "./notebook/sweep.ts";
export { showTable } from "./notebook/table.ts";
export { palette } from "./notebook/theme.ts";
export { type Random, random } from "./random.ts";
export type { Batch, ClassifierSurface, LossSurface } from "./surface.ts";
export { countWeights, magnitudeMask, masked, prune } from "./training/masks.ts";
export { adam, adamw, type Optimizer, sgd } from "./training/optimizers.ts";
export { train } from "./training/train.ts";
