import { type Kernels, kernels } from "../compute/kernels.ts";
import type { MlpActivation } from "./mlp_shape.ts";

/**
 * The kernels for a hidden layer's activation. R is the derivative along a direction of φ
 * (Pearlmutter 1994, "Fast exact multiplication by the Hessian").
 */
export interface Activation {
  /** Turns z, without its bias, into h. */
  readonly forward: Kernels["biasRelu"];
  /** Turns ∂L/∂h into ∂L/∂z. */
  readonly backward: Kernels["reluBackward"];
  /** Turns R(z), without its bias, into R(h). */
  readonly tangent: Kernels["reluTangent"];
  /** Turns R(∂L/∂h) into R(∂L/∂z). */
  readonly backwardTangent: Kernels["tanhBackwardTangent"];
  /** Whether h is curved; the second derivative of ReLU is taken as 0. */
  readonly curved: boolean;
}

/** The kernels for an activation function. */
export function createActivation(name: MlpActivation): Activation {
  const kernel = kernels();
  if (name === "relu") {
    return {
      forward: kernel.biasRelu,
      backward: kernel.reluBackward,
      tangent: kernel.reluTangent,
      backwardTangent: (rdelta, _delta, h, _rh, sums, rows, columns) =>
        kernel.reluBackward(rdelta, h, sums, rows, columns),
      curved: false,
    };
  }
  return {
    forward: kernel.biasTanh,
    backward: kernel.tanhBackward,
    tangent: kernel.tanhTangent,
    backwardTangent: kernel.tanhBackwardTangent,
    curved: true,
  };
}
