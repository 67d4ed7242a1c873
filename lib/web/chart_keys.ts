/// <reference lib="dom" />

/** A place in a chart, in pixels from its upper left corner. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Directions of the arrow keys, right and down. */
const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Pixels that the pointer moves at a time. */
const stride = 3;

/** Pixels between two places where a first point is looked for; Plot finds one 40 pixels away. */
const mesh = 40;

/** The drawing of a chart, which is not its legend; null before there is one. */
function plotOf(chart: HTMLElement): SVGSVGElement | null {
  return chart.querySelector<SVGSVGElement>("svg.plot");
}

/** The tooltip that a chart shows, if it does. */
function tipOf(svg: SVGSVGElement): { text: string; place: Place } | undefined {
  for (const tip of svg.querySelectorAll<SVGGraphicsElement>('[aria-label="tip"] > g')) {
    const lines = [...tip.querySelectorAll("tspan")].map((line) => line.textContent);
    const text = lines.join(" ").replaceAll("\u200b", "").trim(); // Plot fills empty spans with it
    const { e, f } = tip.transform.baseVal.consolidate()!.matrix;
    return { text, place: { x: e, y: f } };
  }
  return undefined;
}

/** Puts the pointer to a place of a chart. */
function point(svg: SVGSVGElement, { x, y }: Place): void {
  const { left, top, width } = svg.getBoundingClientRect();
  const scale = width / svg.viewBox.baseVal.width;
  const where = { clientX: left + scale * x, clientY: top + scale * y };
  svg.dispatchEvent(new PointerEvent("pointermove", { ...where, pointerType: "mouse" }));
}

/** Looks for a point anywhere in a chart. */
function findPoint(svg: SVGSVGElement): void {
  const { width, height } = svg.viewBox.baseVal;
  for (let x = mesh; x < width; x += mesh) {
    for (let y = mesh; y < height; y += mesh) {
      point(svg, { x, y });
      if (tipOf(svg)) return;
    }
  }
}

/** The places on one side of another, straight ahead first, then farther and farther aside. */
function* placesAhead(svg: SVGSVGElement, from: Place, { x, y }: Place): Generator<Place> {
  const { width, height } = svg.viewBox.baseVal;
  const farthest = Math.max(width, height);
  for (let aside = 0; aside < farthest; aside += mesh) {
    for (let ahead = stride; ahead < farthest; ahead += stride) {
      const place = { x: from.x + ahead * x, y: from.y + ahead * y };
      yield { x: place.x + aside * y, y: place.y + aside * x };
      yield { x: place.x - aside * y, y: place.y - aside * x };
    }
  }
}

/** Whether a place is on the side of another to which a direction points. */
function isAhead(place: Place, from: Place, { x, y }: Place): boolean {
  return (place.x - from.x) * x + (place.y - from.y) * y > 0;
}

/** Moves from the point of a tooltip in a direction, until the tooltip is that of another. */
function nextPoint(svg: SVGSVGElement, from: Place, direction: Place): void {
  for (const place of placesAhead(svg, from, direction)) {
    point(svg, place);
    const tip = tipOf(svg);
    if (tip && isAhead(tip.place, from, direction)) return;
  }
  point(svg, from);
}

/** Draws a chart again; if the keyboard is in it, its tooltip stays near the point where it was. */
export function keepTip(chart: HTMLElement, draw: () => void): void {
  const before = plotOf(chart);
  const tip = before !== null && chart.matches(":focus") ? tipOf(before) : undefined;
  draw();
  if (tip !== undefined) point(plotOf(chart)!, tip.place);
}

/**
 * Lets the arrow keys move a chart's tooltip from point to point.
 *
 * @param say Is told the text of each new tooltip.
 */
export function movePointer(chart: HTMLElement, say: (text: string) => void): void {
  function leave(): void {
    const event = new PointerEvent("pointerleave", { pointerType: "mouse" });
    plotOf(chart)?.dispatchEvent(event);
  }
  chart.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave();
    const direction = arrows[event.key];
    const svg = plotOf(chart);
    if (direction === undefined || svg === null) return;
    event.preventDefault();
    const tip = tipOf(svg);
    if (tip === undefined) findPoint(svg);
    else nextPoint(svg, tip.place, direction);
    say(tipOf(svg)?.text ?? "");
  });
  chart.addEventListener("blur", leave);
}
