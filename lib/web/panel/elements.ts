/// <reference lib="dom" />
import { type Finding, type Panel, type Run, settingsText } from "./panel.ts";

/** The elements of a panel in the page, as `panelHtml()` makes them. */
export interface PanelElements {
  /** The controls. */
  readonly form: HTMLFormElement;
  /** The charts. */
  readonly charts: HTMLElement;
  /** How long a run takes, for the eye alone. */
  readonly clock: HTMLElement;
  /** The state in words, which screen readers speak. */
  readonly status: HTMLElement;
  /** Starts and stops a run; null in a panel that trains nothing. */
  readonly run: HTMLButtonElement | null;
  /** Takes earlier runs away. */
  readonly clear: HTMLButtonElement | null;
  /** Shows the results in words. */
  showFindings(findings: readonly Finding[]): void;
  /** Lists the settings of the runs in gray. */
  showEarlier(panel: Panel, runs: readonly Run[]): void;
}

function withText(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** Finds the elements of the page's panel. */
export function panelElements(): PanelElements {
  const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
  const clear = find<HTMLButtonElement>("clear") as HTMLButtonElement | null;
  return {
    form: find("controls"),
    charts: find("charts"),
    clock: find("clock"),
    status: find("status"),
    run: find<HTMLButtonElement>("run") as HTMLButtonElement | null,
    clear,
    showFindings(findings) {
      const items = findings.flatMap(({ of, is }) => [withText("dt", of), withText("dd", is)]);
      find("findings").replaceChildren(...items);
    },
    showEarlier(panel, runs) {
      const items = runs.map(({ choice }) => withText("li", settingsText(panel, choice)));
      find("earlier").replaceChildren(...items);
      if (clear !== null) clear.hidden = items.length === 0;
    },
  };
}
