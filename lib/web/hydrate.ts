/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { chartInPage } from "./chart.ts";
import type { Shown } from "./replay.ts";

/** Gives a panel's box the shape of its picture, so that nothing moves when charts take its place. */
function keepShape(box: HTMLElement): void {
  const { width, height } = box.querySelector("svg")!.viewBox.baseVal;
  box.style.aspectRatio = `${width} / ${height}`;
}

/** Puts charts in place of a picture, each panel's in the box that the panel had. */
function drawFigure(figure: Element, { charts, text: { alt } }: Shown): void {
  const row = figure.querySelector(".panels")!;
  const boxes = [...row.querySelectorAll<HTMLElement>(".panel")];
  const columns = [charts].flat();
  if (boxes.length !== columns.length) return; // the picture shows all of them as one
  for (const [i, column] of columns.entries()) {
    const name = columns.length === 1 ? alt : `Part ${i + 1} of ${columns.length}.`;
    const box = boxes[i]!;
    keepShape(box);
    box.replaceChildren(...[column].flat().map((options) => chartInPage(options, name)));
  }
  row.setAttribute("role", "group"); // an image has no parts, and charts are reached by keyboard
}

/** Puts the charts of replayed cells in place of the pictures that these cells once showed. */
export function hydrate(shown: readonly Shown[]): void {
  for (const [cell, drawn] of Map.groupBy(shown, ({ cell }) => cell)) {
    const figures = document.querySelectorAll(`[data-cell="${cell}"] figure`);
    for (const [i, one] of drawn.entries()) {
      const figure = figures[i];
      if (figure !== undefined) drawFigure(figure, one);
    }
  }
}
