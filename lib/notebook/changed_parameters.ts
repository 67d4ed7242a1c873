import { display, factsMime } from "./display.ts";

/** What was changed, by the name of the parameter. */
const changes = new Map<string, string>();

/** The parameters of this notebook that were changed from outside, each as a sentence's part. */
export function parameterChanges(): string[] {
  return [...changes.values()];
}

/** Forgets what was changed, since the notebook is set up anew. */
export function forgetChanges(): void {
  changes.clear();
}

/**
 * Tells the notebook which parameters were changed from outside, and shows them. Its claims are
 * about the parameters that it was written with, so none is tested then.
 *
 * @param list One text a parameter, which begins with its name, such as
 * `"weightDecay = 0.3 in place of 0.1"`.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { changedParameters, parameterChanges } from "lib/notebook/changed_parameters.ts";
 *
 * await changedParameters(["weightDecay = 0.3 in place of 0.1"]);
 * assertEquals(parameterChanges(), ["weightDecay = 0.3 in place of 0.1"]);
 * ```
 */
export async function changedParameters(list: readonly string[]): Promise<void> {
  for (const text of list) changes.set(text.split(" = ", 1)[0]!, text);
  const lines = list.map((text) => `- \`${text}\``);
  const markdown = `Changed, so that the claims are not tested:\n\n${lines.join("\n")}`;
  await display({
    "text/markdown": markdown,
    "text/plain": markdown,
    [factsMime]: { parameters: parameterChanges() },
  });
}
