import { assert } from "@std/assert";
import { otherLoad } from "./other_load.ts";

Deno.test("a program that computes beside the bench counts as a busy core", async () => {
  const program = new Deno.Command(Deno.execPath(), { args: ["eval", "for (;;);"] }).spawn();
  await new Promise((resolve) => setTimeout(resolve, 1000)); // until it runs
  const load = await otherLoad();
  program.kill();
  await program.status;
  assert(load > 0.5 && load < 1.1 * navigator.hardwareConcurrency, `${load} cores`);
});
