import { notebooksDir } from "./catalogue.ts";
import { refreshCopies } from "./copies.ts";
import { ensureDask } from "./dask.ts";
import { ensureEnvironment } from "./environment.ts";
import { labFiles } from "./lab_files.ts";
import { parseLabOptions } from "./lab_options.ts";
import { onEndOfLaunchers } from "./launchers.ts";
import { requireLoopback } from "./loopback.ts";
import { main } from "./main.ts";
import { projectRoot } from "../files.ts";
import { resolveCluster } from "../sweep/cluster.ts";

const usage = `Opens JupyterLab on copies of the notebooks, in out/lab; what you change there stays.

Usage: deno task lab [options] [options of JupyterLab]

  --originals    opens the notebooks themselves
  --scale SCALE  quick, standard (the default) or paper: how much a notebook runs
  --prepare      makes the copies and installs Jupyter, and opens nothing
  --help         shows this text
`;

/** Brings the copies up to date, and returns their folder. */
async function copies(): Promise<string> {
  const folder = `${projectRoot}out/lab`;
  for (const name of await refreshCopies(await labFiles(), folder)) {
    console.error(
      `${name} has a newer original. Your changes were kept: delete out/lab/${name} to get it.`,
    );
  }
  return folder;
}

/** Runs JupyterLab on a folder until it ends; returns its exit code. */
async function runLab(folder: string, scale: string, args: readonly string[]): Promise<number> {
  const environment = await ensureEnvironment();
  const { python, env } = environment;
  const cluster = Deno.env.get("UDL_CLUSTER") ?? "";
  if (cluster !== "") {
    env.UDL_CLUSTER = resolveCluster(cluster, "the environment variable UDL_CLUSTER");
    await ensureDask(environment);
  }
  const process = new Deno.Command(python, {
    args: [`${projectRoot}lib/cli/lab.py`, `--ServerApp.root_dir=${folder}`, ...args],
    env: { ...env, UDL_PARENT: String(Deno.pid), UDL_SCALE: scale },
  }).spawn();
  const terminate = (): void => process.kill("SIGTERM");
  // Ctrl-C also reaches JupyterLab, which asks whether to stop and so decides when this ends.
  Deno.addSignalListener("SIGINT", () => {});
  // Ending only this command, not its process group, is meant to end JupyterLab as well.
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", terminate);
  onEndOfLaunchers(terminate);
  return (await process.status).code;
}

/** Opens JupyterLab on copies of the notebooks, or on the notebooks themselves. */
async function lab(args: string[]): Promise<number> {
  const { originals, prepare, help, scale, others } = parseLabOptions(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const folder = originals ? notebooksDir : await copies();
  if (prepare) {
    await ensureEnvironment();
    return 0;
  }
  await requireLoopback();
  const index = originals ? [] : ["--LabApp.default_url=/lab/tree/index.ipynb"];
  return await runLab(folder, scale, [...index, ...others]);
}

await main(lab);
