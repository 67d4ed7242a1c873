import { notebooksDir } from "./catalogue.ts";
import { ensureEnvironment } from "./environment.ts";
import { main } from "./main.ts";

/** Opens JupyterLab on the notebooks; passes all arguments on to JupyterLab. */
async function lab(args: string[]): Promise<number> {
  const { python, env } = await ensureEnvironment();
  const process = new Deno.Command(python, {
    args: ["-m", "jupyterlab", `--ServerApp.root_dir=${notebooksDir}`, ...args],
    env,
  }).spawn();
  // Ctrl-C also reaches JupyterLab, which asks whether to stop and so decides when this ends.
  Deno.addSignalListener("SIGINT", () => {});
  // Ending only this command, not its process group, is meant to end JupyterLab as well.
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", () => process.kill("SIGTERM"));
  }
  return (await process.status).code;
}

await main(lab);
