import { assert } from "@std/assert";
import { projectRoot } from "lib/files.ts";

/** The value of a key at the top of a text in YAML, without quotes. */
function valueOf(key: string, yaml: string): string {
  const line = yaml.split("\n").find((one) => one.startsWith(`${key}: `)) ?? "";
  return line.slice(key.length + 2).replaceAll('"', "");
}

Deno.test("the README and CITATION.cff cite the same", async () => {
  const readme = await Deno.readTextFile(`${projectRoot}README.md`);
  const yaml = await Deno.readTextFile(`${projectRoot}CITATION.cff`);
  const license = await Deno.readTextFile(`${projectRoot}LICENSE`);
  const [year] = valueOf("date-released", yaml).split("-");
  assert(readme.includes(`_${valueOf("title", yaml)}._ ${year}.`));
  assert(license.startsWith(`${valueOf("license", yaml)} License`));
});
