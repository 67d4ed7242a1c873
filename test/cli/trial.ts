import { dirname } from "node:path";
import type { Execution } from "lib/cli/execution.ts";
import { cacheDir } from "lib/files.ts";

/** Writes a notebook with these cells: Markdown where they begin with "#", else code. */
export async function writeTrial(path: string, sources: readonly string[]): Promise<void> {
  const cells = sources.map((source, i) => {
    const kind = source.startsWith("#") ? "markdown" : "code";
    const code = kind === "code" && { outputs: [], execution_count: null };
    return { cell_type: kind, id: `c${i}`, metadata: {}, source, ...code };
  });
  const kernelspec = { name: "deno", display_name: "Deno", language: "typescript" };
  const file = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(file));
}

/** Writes a notebook with these cells where its kernel finds the library, but not among ours. */
export async function trialNotebook(...sources: string[]): Promise<Execution> {
  const path = `${cacheDir}/test-notebooks/${crypto.randomUUID()}.ipynb`;
  await writeTrial(path, sources);
  return asExecution(path);
}

/** A notebook that waits to be executed. */
export function asExecution(path: string): Execution {
  const stem = path.replace(/.*\//, "").replace(".ipynb", "");
  const notebook = { figure: "20.0", stem, path };
  const neighbors = { previous: undefined, next: undefined };
  return { notebook, neighbors, expected: undefined, share: 0, state: "waiting" };
}
