/// <reference lib="dom" />
import { warm } from "../pool.ts";
import { choiceOf, hashOf } from "./address.ts";
import { connectControls } from "./controls.ts";
import { keepDrawn } from "./drawing.ts";
import { panelElements } from "./elements.ts";
import { latest } from "./latest.ts";
import { type Panel, type Run, settingsText, type View } from "./panel.ts";
import { sizeText } from "./size_text.ts";
import { firstPoints, startTraining, type Training, workersFor } from "./training.ts";

/** Number of earlier runs that stay in the charts of most panels. */
const usualKeeps = 3;

/** What a reader can do when a run has ended. */
const usualNext = "Change something and run again: this run stays, in gray.";

/** What a panel needs of its page. */
export interface PanelSource {
  /** Address of the module with the functions of the notebook's sweeps. */
  readonly module: string;
  /** The points of the panel's sweep in the notebook's stored run. */
  readonly points: readonly object[];
  /** The results of these points, which are loaded for a panel that moves along them. */
  results(): Promise<readonly object[]>;
}

function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** Connects a panel to the elements that `panelHtml()` made for it. */
export function mountPanel(panel: Panel, source: PanelSource): void {
  const elements = panelElements();
  const { status, clock } = elements;
  let runs: readonly Run[] = [];
  let training: Training | undefined;

  function view(): View {
    const run = runs.at(-1);
    const earlier = runs.slice(0, -1);
    return { choice: controls.read(), run, earlier, measured: run?.measured };
  }

  /** Shows what has changed. */
  function changed(): void {
    charts.request();
    elements.showFindings(panel.words(view()));
  }

  function setRuns(next: readonly Run[]): void {
    runs = next;
    elements.showEarlier(panel, runs.slice(0, -1));
    changed();
  }

  const measure = latest(async () => {
    const run = runs.at(-1);
    if (panel.measure === undefined || run === undefined) return;
    try {
      run.measured = await panel.measure(view(), await import("../../experiment.ts"));
      changed();
    } catch (error) {
      status.textContent = (error as Error).message;
    }
  });

  /** Trains the points that the controls describe. */
  async function train(): Promise<void> {
    const choice = controls.read();
    const began = performance.now();
    const current = startTraining(panel, {
      module: source.module,
      notebook: source.points,
      choice,
      changed() {
        clock.textContent = `${Math.floor(100 * current.share())} % · ${secondsSince(began)}`;
        changed();
      },
    });
    training = current;
    elements.run!.textContent = "Stop";
    status.textContent = `Computing in this page. ${settingsText(panel, choice)}.`;
    const { keeps = usualKeeps } = panel;
    setRuns([...runs, current.run].slice(-1 - keeps));
    elements.charts.scrollIntoView({ block: "nearest" });
    try {
      await current.end;
      const { next = usualNext } = panel;
      status.textContent = `Done in ${secondsSince(began)}, on your machine. ${next}`;
    } catch (error) {
      const { name, message } = error as Error;
      status.textContent = name === "AbortError"
        ? `Stopped after ${secondsSince(began)}.`
        : message;
    }
    training = undefined;
    clock.textContent = "";
    elements.run!.textContent = "Run";
    changed();
    await measure();
  }

  /** Takes the notebook's own runs in place of new ones. */
  async function showStored(): Promise<void> {
    const rows = source.points.map(() => []);
    const results = await source.results();
    const choice = controls.read();
    const { points } = source;
    setRuns([{ choice, points, rows, results, first: undefined, measured: undefined }]);
    await measure();
  }

  /** Tells how much a run loads, and gets the workers ready for it. */
  function prepare(): void {
    const points = firstPoints(panel, source.points, controls.read());
    const size = sizeText(panel.data?.(points[0]!) ?? {});
    if (size !== "") status.textContent += ` ${size}`;
    warm(workersFor(points.length), source.module);
  }

  const charts = keepDrawn(panel, elements.charts, view);
  const controls = connectControls(panel, elements.form, (key) => {
    history.replaceState(null, "", hashOf(controls.read()));
    const actsAtOnce = panel.points === undefined || panel.atOnce?.includes(key);
    if (!actsAtOnce) return;
    changed();
    measure();
  });
  function readAddress(): void {
    controls.write(choiceOf(panel, location.hash));
    changed();
  }
  readAddress();
  addEventListener("hashchange", readAddress);
  elements.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (training) training.stop();
    else if (panel.points) train();
  });
  elements.clear?.addEventListener("click", () => setRuns(runs.slice(-1)));

  if (panel.points === undefined) {
    showStored().catch((error) => status.textContent = error.message);
  } else prepare();
}
