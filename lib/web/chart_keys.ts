/// <reference lib="dom" />

/** Directions of the arrow keys, right and down. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Pixels that the pointer moves at a time. */
const stride = 3;

/** The text of the tooltip that a chart shows; empty where it shows none. */
function tipText(svg: SVGSVGElement): string {
  const lines = [...svg.querySelectorAll('[aria-label="tip"] text tspan')];
  return lines.map((line) => line.textContent.trim()).filter(Boolean).join(", ");
}

/**
 * Lets the arrow keys move a chart's tooltip from point to point: they move the pointer until it
 * says something else.
 *
 * @param say Is told the text of each new tooltip.
 */
export function movePointer(svg: SVGSVGElement, say: (text: string) => void): void {
  let place: { x: number; y: number } | undefined;
  function point({ x, y }: { x: number; y: number }): void {
    const { left, top } = svg.getBoundingClientRect();
    const where = { clientX: left + x, clientY: top + y, pointerType: "mouse", bubbles: true };
    svg.dispatchEvent(new PointerEvent("pointermove", where));
  }
  function leave(): void {
    svg.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
  }
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave();
    const direction = arrows[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const { width, height } = svg.getBoundingClientRect();
    const before = tipText(svg);
    let next = place ?? { x: width / 2, y: height / 2 };
    for (let moved = 0; moved < width; moved += stride) {
      const further = { x: next.x + direction[0] * stride, y: next.y + direction[1] * stride };
      if (further.x < 0 || further.x > width || further.y < 0 || further.y > height) break;
      next = further;
      point(next);
      if (tipText(svg) !== before) break;
    }
    place = next;
    say(tipText(svg));
  });
  svg.addEventListener("blur", leave);
}
