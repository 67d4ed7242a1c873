import type { Row } from "../messages.ts";

/** The first step on a logarithmic axis, on which step 0 has no place. */
const firstStep = 5;

/** A logarithmic axis of steps up to a last one. */
export function stepAxis(last: number) {
  return {
    type: "log",
    domain: [firstStep, last],
    label: "step",
    ticks: [10, 100, 1000],
    tickFormat: ",",
  } as const;
}

/** Whether a row has a place on that axis. */
export function onStepAxis(row: Row): boolean {
  return Number(row.step) >= firstStep;
}
