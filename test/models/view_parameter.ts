import { type Layout, viewOf } from "lib/models/layout.ts";

/** The part of φ that holds the parameter array of that name. */
export function viewParameter(layout: Layout, phi: Float32Array, name: string): Float32Array {
  return viewOf(layout.parameters.find((parameter) => parameter.name === name)!, phi);
}
