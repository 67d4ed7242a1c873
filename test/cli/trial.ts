import type { Execution } from "lib/cli/execution.ts";
import { cacheDir } from "lib/files.ts";

/** Writes a notebook with these cells where its kernel finds the library, but not among ours. */
export async function trialNotebook(...sources: string[]): Promise<Execution> {
  const folder = `${cacheDir}/test-notebooks`;
  await Deno.mkdir(folder, { recursive: true });
  const path = `${folder}/${crypto.randomUUID()}.ipynb`;
  const cells = sources.map((source, i) => {
    const kind = source.startsWith("#") ? "markdown" : "code";
    const code = kind === "code" && { outputs: [], execution_count: null };
    return { cell_type: kind, id: `c${i}`, metadata: {}, source, ...code };
  });
  const kernelspec = { name: "deno", display_name: "Deno", language: "typescript" };
  const file = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
  await Deno.writeTextFile(path, JSON.stringify(file));
  return asExecution(path);
}

/** A notebook that waits to be executed. */
export function asExecution(path: string): Execution {
  const stem = path.replace(/.*\//, "").replace(".ipynb", "");
  const notebook = { figure: "20.0", stem, path };
  const neighbors = { previous: undefined, next: undefined };
  return { notebook, neighbors, expected: undefined, share: 0, state: "waiting" };
}
