import { pagePoints } from "./page_points.ts";
import { mountPanel } from "./panel/mount.ts";
import type { Panel } from "./panel/panel.ts";
import { type Experiments, serveTasks } from "./worker.ts";

/**
 * Brings a page that is one file to life: its script is that of the page, which trains nothing, and
 * that of its workers.
 */
export function openFile(panel: Panel, experiments: Experiments): void {
  if (typeof document === "undefined") {
    serveTasks(() => Promise.resolve({ experiments }));
  } else {
    mountPanel(panel, { module: "", points: pagePoints(), results: () => Promise.resolve([]) });
  }
}
