import { type Control, type Panel, valueText } from "./panel.ts";
import { escapeHtml } from "../../notebook/display.ts";

function slider(key: string, { label, values, value, ...control }: Control): string {
  const place = values.indexOf(value);
  const text = escapeHtml(valueText({ label, values, value, ...control }, value));
  const range = `type="range" min="0" max="${values.length - 1}" step="1" value="${place}"`;
  return `<div class="control"><label for="control-${key}">${escapeHtml(label)}</label>
<output for="control-${key}">${text}</output>
<input id="control-${key}" name="${key}" ${range} aria-valuetext="${text}"></div>`;
}

function list(key: string, control: Control): string {
  const options = control.values.map((value) => {
    const selected = value === control.value ? " selected" : "";
    const text = escapeHtml(valueText(control, value));
    return `<option value="${escapeHtml(String(value))}"${selected}>${text}</option>`;
  });
  return `<div class="control"><label for="control-${key}">${escapeHtml(control.label)}</label>
<select id="control-${key}" name="${key}">${options.join("")}</select></div>`;
}

function buttons(key: string, control: Control): string {
  const radios = control.values.map((value) => {
    const checked = value === control.value ? " checked" : "";
    const attributes = `type="radio" name="${key}" value="${escapeHtml(String(value))}"${checked}`;
    return `<label><input ${attributes}> ${escapeHtml(valueText(control, value))}</label>`;
  });
  return `<fieldset class="control"><legend>${escapeHtml(control.label)}</legend>
${radios.join("\n")}</fieldset>`;
}

/** Up to this many words are buttons, more are a list. */
const mostButtons = 3;

function controlHtml([key, control]: [string, Control]): string {
  if (typeof control.value === "number") return slider(key, control);
  return control.values.length <= mostButtons ? buttons(key, control) : list(key, control);
}

/**
 * The panel as it stands before its script runs: the question, the controls, and places for the
 * charts and results.
 */
export function panelHtml(panel: Panel): string {
  const trains = panel.points !== undefined;
  const start = trains
    ? "Nothing leaves your machine: all is computed in this page."
    : "Move a control: the charts follow.";
  const run = `<p class="buttons"><button id="run">Run</button>
<button id="clear" type="button" hidden>Clear earlier runs</button></p>`;
  const kind = trains ? "live" : "live stored";
  return `<section class="${kind}" id="live" aria-label="Live experiment">
<p class="question">${escapeHtml(panel.question)}</p>
<form id="controls" autocomplete="off">
${Object.entries(panel.controls).map(controlHtml).join("\n")}
${trains ? run : ""}
</form>
<div class="seen">
<div id="charts" class="adapts" aria-live="off"></div>
<p id="clock" class="soft" aria-hidden="true"></p>
<p id="status" role="status" class="soft">${start}</p>
<dl id="findings"></dl>
<p id="in-gray" class="soft">In gray:</p>
<ul id="earlier" class="soft" aria-labelledby="in-gray"></ul>
</div>
</section>`;
}
