import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
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

Deno.test("setup() takes the scale from UDL_SCALE, else the standard one", async () => {
  const before = Deno.env.get("UDL_SCALE");
  try {
    Deno.env.set("UDL_SCALE", "quick");
    assertEquals((await setup({ figure: "20.2", seed: 1 })).scale, "quick");
    Deno.env.set("UDL_SCALE", "tiny");
    await assertRejects(() => setup({ figure: "20.2", seed: 1 }), UserError, 'no scale "tiny"');
    Deno.env.delete("UDL_SCALE");
    assertEquals((await setup({ figure: "20.2", seed: 1 })).scale, "standard");
  } finally {
    if (before !== undefined) Deno.env.set("UDL_SCALE", before);
  }
});
