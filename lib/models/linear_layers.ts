import type { Layout, Parameter } from "./layout.ts";

/** A fully connected layer in φ. */
export interface LinearLayer {
  /** Its weights, inputs × outputs. */
  readonly weight: Parameter;
  /** Its biases, which follow the weights; undefined if it has none. */
  readonly bias: Parameter | undefined;
}

/**
 * The fully connected layers of a network, in their order: arrays of two dimensions, and those of
 * one that follow them. Other arrays are left out.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linearLayers } from "lib/models/linear_layers.ts";
 * import { mlp } from "lib/models/mlp.ts";
 *
 * const [first] = linearLayers(mlp([3, 5, 2]).layout);
 * assertEquals([first!.weight.name, first!.bias!.name], ["weight1", "bias1"]);
 * ```
 */
export function linearLayers({ parameters }: Layout): LinearLayer[] {
  const layers: LinearLayer[] = [];
  parameters.forEach((weight, i) => {
    if (weight.shape.length !== 2) return;
    const next = parameters[i + 1];
    layers.push({ weight, bias: next?.shape.length === 1 ? next : undefined });
  });
  return layers;
}
