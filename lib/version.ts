import { UserError } from "./errors.ts";

/** The oldest Deno whose kernel handles errors and interrupts as the notebooks need. */
const oldestDeno = "2.9.4";

/**
 * Throws unless the version of Deno, by default the running one, is recent enough.
 *
 * @throws {UserError} If it is older than 2.9.4.
 */
export function requireDeno(version: string = Deno.version.deno): void {
  const parts = (text: string): number[] => text.split(/[.+-]/, 3).map(Number);
  const [have, need] = [parts(version), parts(oldestDeno)];
  const at = need.findIndex((part, i) => part !== have[i]);
  if (at === -1 || (have[at] as number) > (need[at] as number)) return;
  throw new UserError(
    `Deno ${version} is too old: ${oldestDeno} or newer is needed.`,
    "Update it with `deno upgrade`, or use `npx -y deno@2.9.6` instead of `deno`.",
  );
}
