/**
 * Path of the Python of a virtual environment.
 *
 * @example Usage
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { venvPython } from "lib/venv.ts";
 *
 * assertMatch(venvPython("venv"), /^venv.*python/);
 * ```
 */
export function venvPython(folder: string): string {
  return Deno.build.os === "windows" ? `${folder}/Scripts/python.exe` : `${folder}/bin/python`;
}
