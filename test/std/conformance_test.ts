import { assertEquals, assertGreater } from "@std/assert";
import configuration from "../../deno.json" with { type: "json" };
import * as assertStandIn from "../../lib/std/assert/mod.ts";
import * as csvStandIn from "../../lib/std/csv/mod.ts";
import { type Outcome, runCases } from "./cases.ts";

/** Address of the registry of the published packages. */
const registry = Deno.env.get("JSR_URL") ?? "https://jsr.io/";

/** Whether the registry answers, decided within three seconds. */
async function answers(): Promise<boolean> {
  try {
    const address = new URL("@std/assert/meta.json", registry);
    const response = await fetch(address, { signal: AbortSignal.timeout(3000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function checkOutcomes(outcomes: Outcome[]): void {
  assertGreater(outcomes.length, 50);
  assertEquals(outcomes.filter(({ problem }) => problem !== ""), []);
}

/** Runs the cases where `links` does not replace the published packages. */
async function runPublished(): Promise<Outcome[]> {
  const { "@std/assert": assert, "@std/csv": csv } = configuration.imports;
  const folder = await Deno.makeTempDir();
  const importMap = `${folder}/imports.json`;
  const imports = { "@std/assert": assert, "@std/csv": csv };
  await Deno.writeTextFile(importMap, JSON.stringify({ imports }));
  const script = new URL("./cases.ts", import.meta.url).href;
  const options = ["--no-config", "--no-lock", "--no-check", `--import-map=${importMap}`];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", ...options, script],
    signal: AbortSignal.timeout(60_000),
  }).output();
  await Deno.remove(folder, { recursive: true });
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("the stand-ins for @std/assert and @std/csv pass all cases", async () => {
  checkOutcomes(await runCases(assertStandIn, csvStandIn));
});

const reached = await answers();
Deno.test({
  name: `the published @std/assert and @std/csv pass all cases${
    reached ? "" : " (not tested: their registry does not answer)"
  }`,
  ignore: !reached,
  fn: async () => checkOutcomes(await runPublished()),
});
