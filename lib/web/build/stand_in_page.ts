/** A notebook file, as far as it is used here. */
export interface NotebookFile {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly id?: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
  }[];
}

const style = `
:root { color-scheme: light dark; --paper: light-dark(#fff, #15181c); --ink: light-dark(#1f2328, #e4e6e9);
--soft: light-dark(#57606a, #a4abb3); --line: light-dark(#d4d8dd, #3a4047);
--ground: light-dark(#f5f6f8, #1e2227); --link: light-dark(#005a9c, #7cbcff) }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper);
max-width: 66rem; margin: 0 auto; padding: 0.75rem 1rem 3rem; overflow-wrap: break-word }
figure { margin: 1rem 0 } figure img { max-width: 100%; height: auto } a { color: var(--link) }
pre { white-space: pre-wrap }`;

/** A text that nbformat may store as one string or as a list of lines. */
export function text(value: unknown): string {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

function escape(source: string): string {
  return source.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function outputHtml(data: Readonly<Record<string, unknown>>): string {
  const html = text(data["text/html"]);
  return html === "" ? `<pre>${escape(text(data["text/plain"]))}</pre>` : html;
}

/** The title of a notebook: its first heading. */
export function title({ cells }: NotebookFile): string {
  return /^# (.*)$/m.exec(cells.map(({ source }) => text(source)).join("\n"))?.[1] ?? "";
}

function document(heading: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(heading)}</title><style>${style}</style>${head}</head>
<body><main><h1>${escape(heading)}</h1>${body}</main></body></html>
`;
}

/** A plain page of an executed notebook. */
export function notebookPage(
  notebook: NotebookFile,
  { live, head }: { readonly live: string; readonly head: string },
): string {
  const cells = notebook.cells.map(({ cell_type, id, source, outputs = [] }) => {
    if (cell_type === "markdown") {
      return `<pre>${escape(text(source).replace(/^# .*$/m, ""))}</pre>`;
    }
    const shown = outputs.flatMap(({ data }) => data === undefined ? [] : [outputHtml(data)]);
    return `<div class="output" data-cell="${id}">${shown.join("")}</div>`;
  });
  return document(title(notebook), head, live + cells.join("\n"));
}

/** A plain page that leads to those of the figures. */
export function galleryPage(
  figures: readonly { readonly stem: string; readonly notebook: NotebookFile }[],
  head: string,
): string {
  const items = figures.map(({ stem, notebook }) =>
    `<li><a href="${stem}/index.html">${escape(title(notebook))}</a></li>`
  );
  return document("Why does deep learning work?", head, `<ul>${items.join("\n")}</ul>`);
}
