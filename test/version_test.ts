import { assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { requireDeno } from "lib/version.ts";

Deno.test("requireDeno() refuses versions before 2.9.4, and says what to do", () => {
  for (const version of ["2.9.3", "2.8.9", "1.46.3", "2.9.3+abc1234"]) {
    const message = `Deno ${version} is too old: 2.9.4 or newer is needed. Update it`;
    assertThrows(() => requireDeno(version), UserError, message);
  }
});

Deno.test("requireDeno() takes 2.9.4 and newer, and the running one", () => {
  for (const version of ["2.9.4", "2.9.10", "2.10.0", "3.0.0", "2.9.6+abc1234"]) {
    requireDeno(version);
  }
  requireDeno();
});
