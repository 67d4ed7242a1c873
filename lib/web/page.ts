/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { hydrate } from "./hydrate.ts";
import { pagePoints } from "./page_points.ts";
import { mountPanel } from "./panel/mount.ts";
import type { Panel } from "./panel/panel.ts";
import { replay } from "./replay.ts";
import { parseRuns, type StoredRuns } from "./stored.ts";
import { siteAddress } from "./address.ts";

/** What the script of a figure's page is made of. */
export interface FigurePage {
  /** The panel, if there is one. */
  readonly panel: Panel | undefined;
  /** Name of the script with the functions of the notebook's sweeps. */
  readonly experiments: string;
  /** Loads the notebook's cells. */
  notebook(): Promise<{ default(): Promise<void> }>;
}

/** Loads the stored runs of the notebook, which lie beside the page. */
async function loadRuns(): Promise<StoredRuns> {
  const response = await fetch("runs.json");
  if (!response.ok) throw new Error(`runs.json could not be loaded (${response.status}).`);
  return parseRuns(await response.text());
}

let runs: Promise<StoredRuns> | undefined;

/** The stored runs of the notebook, loaded once. */
function storedRuns(): Promise<StoredRuns> {
  return runs ??= loadRuns();
}

/** Draws the figures of the notebook from its stored runs, by its own cells. */
async function replayFigures(page: FigurePage): Promise<void> {
  const { dataset } = document.documentElement;
  const [notebook, runs] = await Promise.all([page.notebook(), storedRuns()]);
  const { shown, claims } = await replay(notebook.default, runs);
  hydrate(shown);
  dataset.verdicts = JSON.stringify(claims.map(({ id, verdict }) => [id, verdict]));
}

/** Calls a function once the first of some elements is well within the window. */
function whenNear(selector: string, act: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    act();
  }, { rootMargin: "0px 0px -20% 0px" }); // not for a sliver at the bottom: it costs 60 kB
  document.querySelectorAll(selector).forEach((found) => observer.observe(found));
}

/** Brings a figure's page to life: its panel at once, the figures when they come into view. */
export function openPage(page: FigurePage): void {
  const { panel } = page;
  whenNear("[data-cell] figure", () => void replayFigures(page));
  if (panel === undefined) return;
  mountPanel(panel, {
    module: siteAddress(`js/${page.experiments}`),
    points: pagePoints(),
    async results() {
      if (panel.sweep === undefined) return [];
      const { sweeps } = await storedRuns();
      return sweeps.find(({ name }) => name === panel.sweep)!.results as object[];
    },
  });
  document.documentElement.dataset.ready = "true";
}
