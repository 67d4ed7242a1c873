/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { warm } from "../pool.ts";
import { choiceOf, hashOf } from "./address.ts";
import { connectControls } from "./controls.ts";
import { keepDrawn } from "./drawing.ts";
import { sizeText } from "./html.ts";
import { type Finding, type Panel, type Run, settingsText, type View } from "./panel.ts";
import { startTraining, type Training, workersFor } from "./training.ts";

/** Runs that stay in the charts, the last one included. */
const mostRuns = 4;

/** What a panel needs of its page. */
export interface PanelSource {
  /** Address of the module with the functions of the notebook's sweeps. */
  readonly module: string;
  /** The points of the panel's sweep in the notebook's stored run. */
  readonly points: readonly object[];
  /** The results of these points, which are loaded for a panel that moves along them. */
  results(): Promise<readonly object[]>;
}

function element<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

function showFindings(list: HTMLElement, findings: readonly Finding[]): void {
  const terms = findings.flatMap(({ of, is }) => {
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.textContent = of;
    description.textContent = is;
    return [term, description];
  });
  list.replaceChildren(...terms);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Connects a panel to the elements that `panelHtml()` made for it. */
export function mountPanel(panel: Panel, source: PanelSource): void {
  const form = element<HTMLFormElement>("controls");
  const [status, clock] = [element("status"), element("clock")];
  const [findings, earlierList] = [element("findings"), element("earlier")];
  const run = document.querySelector<HTMLButtonElement>("#run");
  const clear = document.querySelector<HTMLButtonElement>("#clear");
  let runs: Run[] = [];
  let training: Training | undefined;
  let measured: unknown;

  function view(): View {
    return { choice: controls.read(), run: runs.at(-1), earlier: runs.slice(0, -1), measured };
  }
  const charts = keepDrawn(panel, element("charts"), view);

  function changed(): void {
    charts.request();
    showFindings(findings, panel.words(view()));
  }

  function listEarlier(): void {
    const items = runs.slice(0, -1).map(({ choice }) => {
      const item = document.createElement("li");
      item.textContent = settingsText(panel, choice);
      return item;
    });
    earlierList.replaceChildren(...items);
    if (clear) clear.hidden = items.length === 0;
  }

  let measuring = false;
  let measureAgain = false;
  /** Has the panel measure, once more at the end if something changed meanwhile. */
  async function measure(): Promise<void> {
    measureAgain = true;
    if (measuring || panel.measure === undefined) return;
    measuring = true;
    try {
      const lib = await import("../../experiment.ts");
      while (measureAgain) {
        measureAgain = false;
        measured = await panel.measure(view(), lib);
        changed();
      }
    } catch (error) {
      status.textContent = (error as Error).message;
    } finally {
      measuring = false;
    }
  }

  const controls = connectControls(panel, form, (key) => {
    history.replaceState(null, "", hashOf(controls.read()));
    if (panel.points !== undefined && !panel.atOnce?.includes(key)) return;
    if (panel.measure === undefined) changed();
    else if (runs.length > 0) measure();
  });
  controls.write(choiceOf(panel, location.hash));
  addEventListener("hashchange", () => {
    controls.write(choiceOf(panel, location.hash));
    changed();
  });

  async function begin(): Promise<void> {
    const choice = controls.read();
    const points = panel.points!(source.points, choice);
    const began = performance.now();
    const tick = (): void => {
      const share = Math.floor(100 * training!.share());
      clock.textContent = `${share} % · ${seconds(began)}`;
      changed();
    };
    training = startTraining(panel, { module: source.module, points, choice, changed: tick });
    runs = [...runs, training.run].slice(-mostRuns);
    measured = undefined;
    run!.textContent = "Stop";
    status.textContent = `Training in this page: ${settingsText(panel, choice)}.`;
    listEarlier();
    changed();
    element("charts").scrollIntoView({ block: "nearest" });
    try {
      await training.end;
      const next = "Change something and run again: this run stays, in gray.";
      status.textContent = `Done in ${seconds(began)}, on your machine. ${next}`;
      await measure();
    } catch (error) {
      const { name, message } = error as Error;
      status.textContent = name === "AbortError" ? `Stopped after ${seconds(began)}.` : message;
    }
    clock.textContent = "";
    training = undefined;
    run!.textContent = "Run";
    changed();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (training) training.stop();
    else begin();
  });
  clear?.addEventListener("click", () => {
    runs = runs.slice(-1);
    listEarlier();
    changed();
  });

  async function showStored(): Promise<void> {
    const results = await source.results();
    const rows = source.points.map(() => []);
    runs = [{ choice: controls.read(), points: source.points, rows, results }];
    changed();
    await measure();
  }

  if (panel.points === undefined) {
    showStored().catch((error) => status.textContent = error.message);
  } else {
    const points = panel.points(source.points, controls.read());
    const size = sizeText(panel.data?.(points[0]!) ?? {});
    if (size !== "") status.textContent += ` ${size}`;
    const ready = (): void => warm(workersFor(points.length));
    setTimeout(ready, 500); // when the page is drawn
  }
  changed();
}
