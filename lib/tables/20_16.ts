import { percent, seed, text, whole } from "./column.ts";
import { sweepRows } from "./runs.ts";
import type { Table } from "./table.ts";

interface Run {
  readonly kind: string;
  readonly count: number;
  readonly seed: number;
  readonly accuracy: number;
}

/** What a network learns from, for each kind of run. */
const lessons = new Map([
  ["labels", "labels"],
  ["logits", "labels and logits"],
  ["tempered", "labels and tempered outputs"],
  ["class means", "labels and class means of the logits"],
  ["equal logits", "labels and logits of the equal teacher"],
  ["all labels", "labels"],
  ["all logits", "labels and logits"],
  ["all tempered", "labels and tempered outputs"],
  ["teacher", "labels"],
  ["equal teacher", "labels"],
]);

/** Figure 20.16. */
export const table: Table = {
  rowIs: "A row is a trained network.",
  key: ["network", "learns_from", "labels", "seed"],
  columns: {
    network: text("whose size the network has; the equal teacher has a student’s labels", [
      "teacher",
      "equal teacher",
      "student",
    ]),
    learns_from: text("what the network learns from", [...new Set(lessons.values())]),
    labels: whole("number of labeled training images", 1),
    seed,
    test_accuracy_percent: percent("test images that are right"),
  },
  rows: (runs) =>
    [...sweepRows<Run>(runs, "fig-20-16-teachers"), ...sweepRows<Run>(runs, "fig-20-16-students")]
      .map(({ kind, count, seed, accuracy }) => ({
        network: kind.endsWith("teacher") ? kind : "student",
        learns_from: lessons.get(kind),
        labels: count,
        seed,
        test_accuracy_percent: 100 * accuracy,
      })),
};
