import { notebooksDir } from "./catalogue.ts";
import { ensureEnvironment } from "./environment.ts";
import { main } from "./main.ts";

/** Opens JupyterLab on the notebooks; further arguments go to JupyterLab as they are. */
async function lab(args: string[]): Promise<number> {
  const { python, env } = await ensureEnvironment();
  const process = new Deno.Command(python, {
    args: ["-m", "jupyterlab", `--ServerApp.root_dir=${notebooksDir}`, ...args],
    env,
  }).spawn();
  // Ctrl-C reaches JupyterLab as well, which asks whether to stop: it decides when this ends.
  Deno.addSignalListener("SIGINT", () => {});
  // Whoever ends this command alone, and not its whole group, means JupyterLab as well.
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", () => process.kill("SIGTERM"));
  }
  return (await process.status).code;
}

await main(lab);
