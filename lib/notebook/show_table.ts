import { display, escapeHtml } from "./display.ts";

/**
 * Shows rows as a table under the running cell, collapsed behind a summary line that expands on a
 * click.
 *
 * @param rows Objects with one value per column.
 * @param options `columns` has the heading of each field, in display order; `summary` is the line
 * that stays visible.
 *
 * @example Usage
 * ```ts
 * import { showTable } from "lib/notebook/show_table.ts";
 *
 * const rows = [{ model: "ResNet-50", params: 25.6 }];
 * await showTable(rows, {
 *   columns: { model: "Model", params: "Parameters (millions)" },
 *   summary: "One model",
 * });
 * ```
 */
export async function showTable<K extends string>(
  rows: readonly Record<NoInfer<K>, unknown>[],
  { columns, summary }: { readonly columns: Record<K, string>; readonly summary: string },
): Promise<void> {
  const fields = Object.keys(columns) as K[];
  const heads = Object.values(columns).map((name) =>
    `<th scope="col">${escapeHtml(String(name))}</th>`
  );
  const lines = rows.map((row) => {
    const cells = fields.map((field) => `<td>${escapeHtml(String(row[field]))}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  await display({
    "text/html": `<details><summary>${escapeHtml(summary)}</summary>` +
      `<table><thead><tr>${heads.join("")}</tr></thead>` +
      `<tbody>\n${lines.join("\n")}\n</tbody></table></details>`,
    "text/plain": summary,
  });
}
