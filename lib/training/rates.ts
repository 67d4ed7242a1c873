import { checkOption } from "../options.ts";

/** A learning rate γ > 0: a constant, or a function of the number of steps already taken. */
export type LearningRate = number | ((step: number) => number);

/** Checks a learning rate; one that changes may end at 0. */
export function checkRate(rate: LearningRate, of: string): void {
  if (typeof rate === "function") return;
  const holds = Number.isFinite(rate) && rate > 0;
  checkOption(holds, "learningRate", rate, "a positive number, or a function", of);
}

/** The learning rate of step t = 1, 2, … */
export function rateAt(rate: LearningRate, t: number, of: string): number {
  if (typeof rate === "number") return rate;
  const value = rate(t - 1);
  const holds = Number.isFinite(value) && value >= 0;
  checkOption(holds, `learningRate(${t - 1})`, value, "a number of at least 0", of);
  return value;
}

/** Checks a number in [0, 1). */
export function checkShare(value: number, name: string, of: string): void {
  checkOption(value >= 0 && value < 1, name, value, "a number from 0 to below 1", of);
}

/** Checks a weight decay. */
export function checkDecay(value: number, of: string): void {
  const holds = Number.isFinite(value) && value >= 0;
  checkOption(holds, "weightDecay", value, "a number of at least 0", of);
}
