import type { Choice, Control, Panel } from "./panel.ts";

/** The value of a control that a text names; its own at the start where there is no such value. */
function valueOf({ values, value }: Control, text: string | null): Control["value"] {
  return values.find((one) => String(one) === text) ?? value;
}

/**
 * The choice that the hash of an address describes; what it does not name is as at the start.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { choiceOf, hashOf } from "lib/web/panel/address.ts";
 *
 * const controls = { rate: { label: "Rate", values: [0.1, 1], value: 0.1 } };
 * assertEquals(choiceOf({ controls }, "#rate=1&other=2"), { rate: 1 });
 * assertEquals(choiceOf({ controls }, "#rate=3"), { rate: 0.1 });
 * assertEquals(hashOf({ rate: 1 }), "#rate=1");
 * ```
 */
export function choiceOf({ controls }: Pick<Panel, "controls">, hash: string): Choice {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const values = Object.entries(controls).map(([key, control]) => [
    key,
    valueOf(control, given.get(key)),
  ]);
  return Object.fromEntries(values);
}

/** The hash of an address that describes a choice. */
export function hashOf(choice: Choice): string {
  const texts = Object.entries(choice).map(([key, value]) => [key, String(value)]);
  return `#${new URLSearchParams(Object.fromEntries(texts))}`;
}
