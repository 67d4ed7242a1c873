/**
 * The library of the sixteen notebooks: one import for all that they use.
 *
 * @module
 */
export * as Plot from "@observablehq/plot";
export { mean, pearson, spearman } from "lib/analysis/correlation.ts";
export { firstCrossing } from "lib/analysis/crossing.ts";
export { curvature, leadingBlock, semicirclePositive, trace } from "lib/analysis/curvature.ts";
export { symmetricEigenvalues } from "lib/analysis/eigenvalues.ts";
export { lanczos } from "lib/analysis/lanczos.ts";
export { logSteps } from "lib/analysis/log_steps.ts";
export { distance, norm } from "lib/analysis/norms.ts";
export { hessianAt } from "lib/analysis/operator.ts";
export { powerIteration } from "lib/analysis/power_iteration.ts";
export { denseSubspace, fastfoodSubspace, sparseSubspace } from "lib/analysis/projections.ts";
export { rescaleLayers } from "lib/analysis/rescale.ts";
export { filterNormalised, lineSlice, planeSlice } from "lib/analysis/slice.ts";
export { atRadius, onSphere } from "lib/analysis/sphere.ts";
export { hashSubspace, inSubspace, type Subspace } from "lib/analysis/subspace.ts";
export { hutchinsonTrace } from "lib/analysis/trace.ts";
export { blasBackend } from "lib/compute/blas.ts";
export { loadTensorFlow } from "lib/compute/tfjs/tensorflow.ts";
export { cifar10 } from "lib/datasets/cifar10.ts";
export type { Dataset, Split } from "lib/datasets/dataset.ts";
export { mnist } from "lib/datasets/mnist.ts";
export { mnist1d } from "lib/datasets/mnist1d.ts";
export { gaussianPixels, randomLabels } from "lib/datasets/randomise.ts";
export { savedResults, saveResults } from "lib/datasets/results.ts";
export { standardiseInputs } from "lib/datasets/standardise.ts";
export { readTable } from "lib/datasets/table.ts";
export { UserError } from "lib/errors.ts";
export { alexnet } from "lib/models/alexnet.ts";
export { cnn, residualCnn } from "lib/models/cnn.ts";
export { densenet } from "lib/models/densenet.ts";
export { maxout } from "lib/models/maxout.ts";
export { mlp } from "lib/models/mlp.ts";
export { mlp64 } from "lib/models/mlp64.ts";
export { tfSurface } from "lib/models/tf_surface.ts";
export { type Claim, claims } from "lib/notebook/claims.ts";
export { labelMarks } from "lib/notebook/labels.ts";
export { provenance } from "lib/notebook/provenance.ts";
export { type Scale, setup } from "lib/notebook/session.ts";
export { show } from "lib/notebook/show.ts";
export { stopSignal } from "lib/notebook/stop.ts";
export { sweep } from "lib/notebook/sweep.ts";
export { showTable } from "lib/notebook/table.ts";
export { palette } from "lib/notebook/theme.ts";
export { type Random, random } from "lib/random.ts";
export type { Batch, ClassifierSurface, LossSurface } from "lib/surface.ts";
export { adam, adamw, type Optimiser, sgd } from "lib/training/optimisers.ts";
export { train } from "lib/training/train.ts";
