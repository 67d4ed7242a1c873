import * as Plot from "@observablehq/plot";
import { assert, assertEquals } from "@std/assert";
import { labelMarks, placeLabels } from "lib/notebook/labels.ts";
import { drawing } from "lib/notebook/svg.ts";
import { random } from "lib/random.ts";

const frame = { left: 20, top: 10, right: 620, bottom: 410 };
const fontSize = 10;

/** Where the text of a place stands: shift of its anchor, and how it is anchored. */
const places = [
  [8, 0, "start"],
  [-8, 0, "end"],
  [0, -11, "middle"],
  [0, 11, "middle"],
  [6, -9, "start"],
  [-6, -9, "end"],
  [6, 9, "start"],
  [-6, 9, "end"],
] as const;

interface Point {
  x: number;
  y: number;
  text: string;
}

// Widths in em of the letters that the tests write, in DejaVu Sans.
const letters: Record<string, number> = { i: 0.278, n: 0.634, M: 0.863 };

/** Left, top, right and bottom of a label. */
function box({ x, y, text }: Point, place: number): [number, number, number, number] {
  const [dx, dy, anchor] = places[place]!;
  const width = [...text].reduce((sum, letter) => sum + fontSize * letters[letter]!, 0);
  const left = x + dx - { start: 0, middle: width / 2, end: width }[anchor];
  return [left, y + dy - 0.55 * fontSize, left + width, y + dy + 0.55 * fontSize];
}

function randomPoints(count: number): Point[] {
  const rng = random(7, "labels");
  return Array.from({ length: count }, () => ({
    x: frame.left + 600 * rng.uniform(),
    y: frame.top + 400 * rng.uniform(),
    text: Object.keys(letters)[rng.integer(3)]!.repeat(3 + rng.integer(8)),
  }));
}

Deno.test("placeLabels() lets no label cover another, a point, or the frame", () => {
  const points = randomPoints(200);
  const chosen = placeLabels(points, frame, fontSize);
  const boxes = points.flatMap((point, i) => chosen[i] === -1 ? [] : [box(point, chosen[i]!)]);
  assert(boxes.length > 60 && boxes.length < 200, `${boxes.length} labels have room`);
  for (const [i, [left, top, right, bottom]] of boxes.entries()) {
    assert(
      left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom,
    );
    for (const other of boxes.slice(i + 1)) {
      const apart = right <= other[0] || other[2] <= left || bottom <= other[1] || other[3] <= top;
      assert(apart, `labels overlap: ${[left, top, right, bottom]} and ${other}`);
    }
    for (const { x, y } of points) {
      const nearestX = Math.min(Math.max(x, left), right);
      const nearestY = Math.min(Math.max(y, top), bottom);
      assert(Math.hypot(x - nearestX, y - nearestY) >= 4, `the label covers the point ${x}, ${y}`);
    }
  }
});

Deno.test("placeLabels() serves earlier points first, whatever comes after them", () => {
  const points = randomPoints(200);
  const alone = placeLabels([points[0]!], frame, fontSize);
  assertEquals(alone, [0]);
  // Both points have room on one side only, and it is the same for both.
  const narrow = { left: 0, top: 0, right: 60, bottom: 14 };
  const first = { x: 5, y: 7, text: "first" };
  const second = { x: 55, y: 7, text: "later" };
  assertEquals(placeLabels([first, second], narrow, fontSize), [0, -1]);
  assertEquals(placeLabels([second, first], narrow, fontSize), [1, -1]);
});

Deno.test("placeLabels() gives no place where there is no room", () => {
  const small = { left: 0, top: 0, right: 30, bottom: 30 };
  assertEquals(placeLabels([{ x: 15, y: 15, text: "too long" }], small, fontSize), [-1]);
  assertEquals(placeLabels([], small, fontSize), []);
});

Deno.test("labelMarks() writes the labels beside their points, on any scale", () => {
  const rows = [{ size: 10, error: 3, name: "ten" }, { size: 1000, error: 1, name: "thousand" }];
  const chart = {
    x: { type: "log", domain: [1, 1000] },
    y: { domain: [0, 4] },
  } as const;
  const channels = { x: "size", y: "error", text: "name" } as const;
  const { svg } = drawing({
    ...chart,
    marks: [Plot.dot(rows, channels), ...labelMarks(rows, channels, chart)],
  });
  const dots = [...svg.matchAll(/<circle[^>]*>/g)].map(([dot]) =>
    ["cx", "cy"].map((name) => Number(dot.match(new RegExp(` ${name}="([^"]*)"`))![1]))
  );
  // 560 wide and 328 high inside of the margins; 10 lies a third of the way from 1 to 1000.
  assertEquals(dots, [[242.67, 110], [616, 274]]);
  const label = (text: string): RegExpMatchArray =>
    svg.match(new RegExp(`<text[^>]*>${text}</text>`))!;
  assert(label("ten")[0].includes('transform="translate(242.67,110)"'));
  assert(label("thousand")[0].includes('transform="translate(616,274)"'));
  // The second point lies on the right edge, so its label ends left of it.
  const group = svg.slice(0, label("thousand").index).lastIndexOf("<g ");
  assert(
    svg.slice(group).startsWith("<g") && /text-anchor="end"/.test(svg.slice(group, group + 200)),
  );
});
