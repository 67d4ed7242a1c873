import { assertEquals } from "@std/assert";
import { catalogue } from "lib/cli/catalogue.ts";
import type { Execution } from "lib/cli/execution.ts";
import type { Result } from "lib/cli/result.ts";
import { expectation, keepTime } from "lib/cli/times.ts";
import { facts, readNotebook } from "lib/notebook/notebook_file.ts";

const notebook = (await catalogue())[0]!;

/** An execution that has ended. */
function ended(result: Partial<Result>, injected: Execution["injected"] = []): Execution {
  const neighbors = { previous: undefined, next: undefined };
  const whole = { scale: "standard", cached: 0, ...result } as Result;
  return { notebook, neighbors, expected: 1, injected, state: "done", share: 1, result: whole };
}

Deno.test("expectation() is the last whole run of its kind here, else the committed one of that scale", async () => {
  const path = `${await Deno.makeTempDir()}/new/seconds.json`;
  const { seconds } = facts(await readNotebook(notebook.path)) as Partial<Result>;
  const committed = { seconds, isFromHere: false };
  assertEquals(await expectation(notebook, "standard", path), committed);

  await keepTime(ended({ seconds: 1, cached: 2 }), path);
  await keepTime(ended({ seconds: 2, error: "no more" }), path);
  await keepTime(ended({ seconds: 3 }, [{ after: "a", source: "" }]), path);
  await keepTime(ended({ seconds: 4, scale: "quick" }), path);
  assertEquals(await expectation(notebook, "standard", path), committed);
  assertEquals(await expectation(notebook, "quick", path), { seconds: 4, isFromHere: true });

  await keepTime(ended({ seconds: 5 }), path);
  await keepTime(ended({ seconds: 6 }), path);
  assertEquals(await expectation(notebook, "standard", path), { seconds: 6, isFromHere: true });

  Deno.env.set("UDL_EXACT", "1");
  assertEquals(await expectation(notebook, "standard", path), committed);
  await keepTime(ended({ seconds: 7 }), path);
  assertEquals(await expectation(notebook, "standard", path), { seconds: 7, isFromHere: true });
  Deno.env.set("UDL_EXACT", "0");
  assertEquals(await expectation(notebook, "standard", path), { seconds: 6, isFromHere: true });

  await Deno.writeTextFile(path, "{"); // damaged
  assertEquals(await expectation(notebook, "standard", path), committed);
});
