import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../errors.ts";

/**
 * Parses the command line of `deno task …`, as `parseArgs` of `node:util` does.
 *
 * @param task Name of the task, whose `--help` the message names.
 * @throws {UserError} If an option is unknown, or has no value where it needs one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseArguments } from "lib/cli/parse_arguments.ts";
 *
 * const options = { port: { type: "string" } } as const;
 * assertEquals(parseArguments("site", { args: ["--port", "80"], options }).values.port, "80");
 * ```
 */
export function parseArguments<T extends ParseArgsConfig>(
  task: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const problem = (error as Error).message.split(/[.\n]/, 1)[0];
    throw new UserError(`${problem}.`, `See \`deno task ${task} --help\`.`);
  }
}
