import { dataParts } from "../data_parts.ts";
import { type Control, type DataNeed, type Panel, valueText } from "./panel.ts";

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function slider(key: string, { label, values, value, ...control }: Control): string {
  const place = values.indexOf(value);
  const text = escape(valueText({ label, values, value, ...control }, value));
  const range = `type="range" min="0" max="${values.length - 1}" step="1" value="${place}"`;
  return `<div class="control"><label for="control-${key}">${escape(label)}</label>
<output for="control-${key}">${text}</output>
<input id="control-${key}" name="${key}" ${range} aria-valuetext="${text}"></div>`;
}

function list(key: string, control: Control): string {
  const options = control.values.map((value) => {
    const selected = value === control.value ? " selected" : "";
    const text = escape(valueText(control, value));
    return `<option value="${escape(String(value))}"${selected}>${text}</option>`;
  });
  return `<div class="control"><label for="control-${key}">${escape(control.label)}</label>
<select id="control-${key}" name="${key}">${options.join("")}</select></div>`;
}

function buttons(key: string, control: Control): string {
  const radios = control.values.map((value) => {
    const checked = value === control.value ? " checked" : "";
    const attributes = `type="radio" name="${key}" value="${escape(String(value))}"${checked}`;
    return `<label><input ${attributes}> ${escape(valueText(control, value))}</label>`;
  });
  return `<fieldset class="control"><legend>${escape(control.label)}</legend>
${radios.join("\n")}</fieldset>`;
}

/** Up to this many words are buttons, more are a list. */
const mostButtons = 3;

function controlHtml([key, control]: [string, Control]): string {
  if (typeof control.value === "number") return slider(key, control);
  return control.values.length <= mostButtons ? buttons(key, control) : list(key, control);
}

/** The size of data, as the page says before it loads them; empty where nothing is loaded. */
export function sizeText(need: DataNeed): string {
  let bytes = 0;
  for (const [name, examples] of Object.entries(need)) {
    const { perFile, rowBytes, packed } = dataParts[name as keyof typeof dataParts];
    bytes += Math.ceil(examples / perFile) * perFile * rowBytes * packed;
  }
  return bytes === 0 ? "" : `Run first loads about ${(bytes / 1e6).toFixed(1)} MB of images.`;
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
<p class="question">${escape(panel.question)}</p>
<form id="controls" autocomplete="off">
${Object.entries(panel.controls).map(controlHtml).join("\n")}
${trains ? run : ""}
</form>
<div class="seen">
<div id="charts" class="adapts" aria-live="off"></div>
<p id="clock" class="soft" aria-hidden="true"></p>
<p id="status" role="status" class="soft">${start}</p>
<dl id="findings"></dl>
<ul id="earlier" class="soft" aria-label="Earlier runs, in gray"></ul>
</div>
</section>`;
}
