import { notebooksDir } from "./catalogue.ts";
import { ensureDask } from "./dask.ts";
import { ensureEnvironment } from "./environment.ts";
import { onEndOfLaunchers } from "./launchers.ts";
import { requireLoopback } from "./loopback.ts";
import { main } from "./main.ts";
import { projectRoot } from "../files.ts";

/** Opens JupyterLab on the notebooks; passes all arguments on to JupyterLab. */
async function lab(args: string[]): Promise<number> {
  await requireLoopback();
  const environment = await ensureEnvironment();
  const { python, env } = environment;
  if (Deno.env.get("UDL_CLUSTER")) await ensureDask(environment);
  const process = new Deno.Command(python, {
    args: [`${projectRoot}lib/cli/lab.py`, `--ServerApp.root_dir=${notebooksDir}`, ...args],
    env: { ...env, UDL_PARENT: String(Deno.pid) },
  }).spawn();
  const terminate = (): void => process.kill("SIGTERM");
  // Ctrl-C also reaches JupyterLab, which asks whether to stop and so decides when this ends.
  Deno.addSignalListener("SIGINT", () => {});
  // Ending only this command, not its process group, is meant to end JupyterLab as well.
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", terminate);
  onEndOfLaunchers(terminate);
  return (await process.status).code;
}

await main(lab);
