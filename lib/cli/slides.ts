import { writeFileAtomic } from "../files.ts";
import { transparentPng } from "../notebook/png.ts";
import type { Handout } from "../page/handout.ts";
import { slides } from "../page/slides.ts";

/** Pixels of a PNG for each of its SVG. */
const scale = 2;

/** Writes the charts of the figures for slides, each as SVG and PNG in a light and a dark version. */
export async function writeSlides(handouts: readonly Handout[], folder: string): Promise<void> {
  for (const { stem, notebook } of handouts) {
    for (const [i, slide] of slides(notebook).entries()) {
      for (const ground of ["light", "dark"] as const) {
        const path = `${folder}/${stem}/chart-${i + 1}-${ground}`;
        await writeFileAtomic(`${path}.svg`, slide[ground]);
        await writeFileAtomic(`${path}.png`, await transparentPng(slide[ground], scale));
      }
    }
  }
}
