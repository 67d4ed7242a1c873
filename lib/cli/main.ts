import { Interrupted } from "./interruption.ts";
import { UserError } from "../errors.ts";
import { requireDeno } from "../version.ts";

/**
 * Runs a command and ends the process with its exit code; a problem that the user can fix becomes
 * one line on standard error and exit code 2.
 */
export async function main(command: (args: string[]) => Promise<number>): Promise<never> {
  try {
    requireDeno();
    Deno.exit(await command(Deno.args));
  } catch (error) {
    if (error instanceof Interrupted) Deno.exit(error.code);
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
