import { parseArgs } from "node:util";
import { asScale, type Scale } from "../notebook/session.ts";

/** The options of the command line. */
export interface LabOptions {
  /** Whether to open the notebooks themselves, not copies. */
  readonly originals: boolean;
  /** Whether to open nothing. */
  readonly prepare: boolean;
  /** Whether help is asked for. */
  readonly help: boolean;
  /** How much a notebook runs. */
  readonly scale: Scale;
  /** What is left, for JupyterLab. */
  readonly others: readonly string[];
}

const options = {
  originals: { type: "boolean" },
  prepare: { type: "boolean" },
  help: { type: "boolean" },
  scale: { type: "string" },
} as const;

/**
 * Parses the command line of `deno task lab`; what it does not know is left for JupyterLab.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseLabOptions } from "lib/cli/lab_options.ts";
 *
 * const { scale, others } = parseLabOptions(["--scale", "quick", "--no-browser"]);
 * assertEquals([scale, others], ["quick", ["--no-browser"]]);
 * ```
 */
export function parseLabOptions(args: string[]): LabOptions {
  const { values, tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || !(token.name in options)) continue;
    own.add(token.index);
    if (token.name === "scale" && token.inlineValue === false) own.add(token.index + 1);
  }
  return {
    originals: values.originals === true,
    prepare: values.prepare === true,
    help: values.help === true,
    scale: asScale(String(values.scale ?? Deno.env.get("UDL_SCALE") ?? "standard")),
    others: args.filter((_, i) => !own.has(i)),
  };
}
