/**
 * One output in several formats, keyed by MIME type; the page shows the richest one that it
 * supports.
 */
export type MimeBundle = Record<string, unknown>;

/**
 * MIME type of the facts of a run (its claims and provenance) in an output. Pages ignore it; the
 * command line reads it from the executed notebook and writes it to `result.json`.
 */
export const factsMime = "application/vnd.chapter20+json";

/** MIME type of a run at paper scale that is kept, in an output: its heading and its claims. */
export const paperRunMime = "application/vnd.chapter20.paper-run+json";

/**
 * Waits until the last outputs have been sent. The kernel reports that it is idle before it sends
 * them, and a program that executes the notebook would not wait for them.
 */
export async function flushOutput(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 25));
}

type Jupyter = typeof Deno.jupyter;

/** Deno's interface to the notebook page; undefined outside the Jupyter kernel. */
function kernel(): Jupyter | undefined {
  try {
    return Deno.jupyter;
  } catch {
    return undefined;
  }
}

/** Whether this is a Jupyter kernel. */
export function insideKernel(): boolean {
  return kernel() !== undefined;
}

/** Adds an output to the running cell; does nothing outside a notebook. */
export async function display(bundle: MimeBundle): Promise<void> {
  await kernel()?.display(bundle, { raw: true });
  await flushOutput();
}

/** An output that changes while the cell runs. */
export interface LiveOutput {
  /** Replaces the output. */
  update(bundle: MimeBundle): Promise<void>;
}

/** Adds an output to the running cell that can be replaced later. */
export async function liveOutput(bundle: MimeBundle): Promise<LiveOutput> {
  const display_id = crypto.randomUUID();
  await kernel()?.display(bundle, { raw: true, display_id });
  return {
    update: async (next) => {
      await kernel()?.display(next, { raw: true, display_id, update: true });
    },
  };
}

/** Escapes a text for HTML, including quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}
