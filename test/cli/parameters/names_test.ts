import { assertEquals, assertThrows } from "@std/assert";
import { findParameter, nameOf, type Parameter, parametersOf } from "lib/cli/parameters/names.ts";
import { UserError } from "lib/errors.ts";

function parameters(values: Parameter["value"]): Parameter[] {
  const cell = { id: "c", declarations: [], values: values as Record<string, Parameter["value"]> };
  return parametersOf([cell]);
}

const all = parameters({
  fitted: 0.99,
  settings: { epochs: 3, batch: { epochs: 4, size: 5 }, local: { size: 6 }, seeds: [1] },
  longSettings: { epochs: 7, decay: 0.95 },
});

for (
  const [name, path] of [
    ["fitted", "fitted"],
    ["epochs", "settings.epochs"],
    ["settings.epochs", "settings.epochs"],
    ["batch.epochs", "settings.batch.epochs"],
    ["longSettings.epochs", "longSettings.epochs"],
    ["decay", "longSettings.decay"],
    ["batch", "settings.batch"],
  ] as const
) {
  Deno.test(`findParameter() takes ${name} for ${path}`, () => {
    assertEquals(findParameter(name, "20.1", all).path.join("."), path);
  });
}

Deno.test("findParameter() prefers a constant to an entry of the same name", () => {
  const both = parameters({ networks: [1], settings: { networks: [2] } });
  assertEquals(findParameter("networks", "20.7", both).path, ["networks"]);
  assertEquals(findParameter("settings.networks", "20.7", both).value, [2]);
});

for (
  const [name, message] of [
    ["size", 'Figure 20.1 has 2 parameters "size". Choose from batch.size, local.size.'],
    ["fited", 'Figure 20.1 has no parameter "fited". Did you mean "fitted"?'],
    ["seed", 'Figure 20.1 has no parameter "seed". Did you mean "seeds"?'],
    ["Decay", 'Figure 20.1 has no parameter "Decay". Did you mean "longSettings.decay"?'],
    ["seeds.0", 'Figure 20.1 has no parameter "seeds.0". Did you mean "seeds"?'],
    ["constructor", 'Figure 20.1 has no parameter "constructor".'],
  ] as const
) {
  Deno.test(`findParameter() refuses ${name}`, () => {
    assertThrows(() => findParameter(name, "20.1", all), UserError, message);
  });
}

Deno.test("nameOf() leaves out settings, and nothing else", () => {
  assertEquals(all.map(nameOf).slice(0, 4), ["fitted", "settings", "epochs", "batch"]);
  assertEquals(nameOf(all.at(-1)!), "longSettings.decay");
});
