/**
 * A problem that the user can fix. Its message has one sentence that says what is wrong and one
 * that says what to do; the command line prints it without a stack trace and exits with code 2.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { UserError } from "lib/errors.ts";
 *
 * const error = new UserError("There is no figure 21.1.", "Choose one of 20.1 to 20.16.");
 * assertEquals(error.message, "There is no figure 21.1. Choose one of 20.1 to 20.16.");
 * ```
 */
export class UserError extends Error {
  override name = "UserError";

  /** Joins the problem and its remedy, each a whole sentence, into the message. */
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem} ${remedy}`, options);
  }
}
