/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { type Choice, type Control, type Panel, valueText } from "./panel.ts";

/** The elements of one control: a slider, a list, or several radio buttons. */
type Field = HTMLInputElement | HTMLSelectElement | RadioNodeList;

/** The value that a control stands at. */
function read(control: Control, field: Field): Control["value"] {
  const { values } = control;
  if (field instanceof HTMLInputElement) return values[Number(field.value)]!;
  return values.find((value) => String(value) === field.value)!;
}

/** Sets a control to a value. */
function write(control: Control, field: Field, value: Control["value"]): void {
  if (field instanceof HTMLInputElement) field.value = String(control.values.indexOf(value));
  else field.value = String(value);
  sayValue(control, field);
}

/** Says in words what a slider stands at. */
function sayValue(control: Control, field: Field): void {
  if (!(field instanceof HTMLInputElement)) return;
  const text = valueText(control, read(control, field));
  field.setAttribute("aria-valuetext", text);
  field.parentElement!.querySelector("output")!.value = text;
}

/** The controls of a panel in the page. */
export interface ControlForm {
  /** What they stand at. */
  read(): Choice;
  /** Sets them. */
  write(choice: Choice): void;
}

/**
 * Connects the controls of a panel to the form that shows them.
 *
 * @param changed Is told which control was changed.
 */
export function connectControls(
  { controls }: Panel,
  form: HTMLFormElement,
  changed: (key: string) => void,
): ControlForm {
  const entries = Object.entries(controls).map(([key, control]) => ({
    key,
    control,
    field: form.elements.namedItem(key) as Field,
  }));
  form.addEventListener("input", (event) => {
    const { name } = event.target as HTMLInputElement;
    const entry = entries.find(({ key }) => key === name)!;
    sayValue(entry.control, entry.field);
    changed(name);
  });
  return {
    read: () =>
      Object.fromEntries(entries.map(({ key, control, field }) => [key, read(control, field)])),
    write(choice) {
      for (const { key, control, field } of entries) write(control, field, choice[key]!);
    },
  };
}
