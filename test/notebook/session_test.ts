import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";
import { asScale, session, setup } from "lib/notebook/session.ts";

Deno.test("asScale() reads the three scales and says which there are", () => {
  for (const scale of ["quick", "standard", "paper"] as const) assertEquals(asScale(scale), scale);
  for (const text of ["tiny", "", "Quick"]) {
    const message = `There is no scale "${text}". Choose quick, standard or paper.`;
    assertThrows(() => asScale(text), UserError, message);
  }
});

Deno.test("session() is what the last setup() began", async () => {
  assertThrows(session, UserError, "The notebook is not set up. Run its first code cell");
  assertEquals(await setup({ figure: "20.2", seed: 1, scale: "quick" }), session());
  const { figure, seed, scale } = await setup({ figure: "20.3", seed: 5, scale: "paper" });
  assertEquals({ figure, seed, scale }, { figure: "20.3", seed: 5, scale: "paper" });
  assertEquals(session().figure, "20.3");
});

Deno.test("setup() begins a notebook that is no figure's, too", async () => {
  assertEquals((await setup({ seed: 3, scale: "quick" })).figure, undefined);
});

const printScale = `import { setup } from "lib/notebook/session.ts";
const { scale } = await setup({ figure: "20.2", seed: 1 });
console.log(scale);`;

/** The last line that `setup()` leads to in a process of its own, with this value of UDL_SCALE. */
async function scaleWith(value: string | undefined): Promise<string> {
  const { UDL_SCALE: _, ...others } = Deno.env.toObject();
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", printScale],
    cwd: projectRoot,
    clearEnv: true,
    env: value === undefined ? others : { ...others, UDL_SCALE: value },
  }).output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return (decode(stdout) + decode(stderr)).trim();
}

Deno.test("setup() takes the scale from UDL_SCALE, else the standard one", async () => {
  assertMatch(await scaleWith("quick"), /^quick$/m);
  assertStringIncludes(await scaleWith("tiny"), 'There is no scale "tiny"');
  assertMatch(await scaleWith(undefined), /^standard$/m);
});
