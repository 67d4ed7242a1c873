import type { LossSurface } from "lib/surface.ts";

/** (x² + y² − 1)²: a ring-shaped valley of loss 0 with radius 1, around a hill of height 1. */
export const ring: LossSurface = {
  dim: 2,
  examples: 1,
  loss: ([x, y]) => (x! ** 2 + y! ** 2 - 1) ** 2,
  gradient([x, y], out) {
    const height = x! ** 2 + y! ** 2 - 1;
    out.set([4 * height * x!, 4 * height * y!]);
    return height ** 2;
  },
};
