import { assert, assertEquals, assertMatch } from "@std/assert";
import { cp } from "node:fs/promises";
import { projectRoot } from "lib/files.ts";
import { lines } from "lib/lines.ts";
import { ownMounts } from "../faults/namespaces.ts";
import { type DaskCluster, startDask } from "./dask.ts";
import { problem } from "./on_cluster.ts";

/** A sweep in a copy of this checkout, on a cluster that has no workers yet. */
interface CopiedSweep extends AsyncDisposable {
  /** The folder of the copy. */
  readonly folder: string;
  /** The next line that the sweep prints. */
  next(): Promise<string>;
}

/** Starts a sweep in a copy; returns once it is connected to the cluster. */
async function startCopy({ address, env }: DaskCluster): Promise<CopiedSweep> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  for (const name of ["lib", "deno.json", "deno.lock"]) {
    await cp(projectRoot + name, `${folder}/${name}`, { recursive: true });
  }
  await cp(`${import.meta.dirname}/cluster_sweep.ts`, `${folder}/cluster_sweep.ts`);
  await Deno.symlink(`${projectRoot}.venv`, `${folder}/.venv`);
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "cluster_sweep.ts", address],
    cwd: folder,
    env,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const printed = lines(process.stdout);
  const next = async () => String((await printed.next()).value);
  assertEquals(await next(), "connected");
  return {
    folder,
    next,
    async [Symbol.asyncDispose]() {
      await process.status;
      await printed.return(undefined);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

Deno.test({
  name: "runPoints() refuses a worker of a cluster that has other code",
  ignore: problem !== undefined,
  async fn() {
    await using dask = await startDask(0);
    await using sweep = await startCopy(dask);
    await Deno.writeTextFile(`${sweep.folder}/lib/random.ts`, "export const a = 1;", {
      append: true,
    });
    await dask.addWorker();
    assertMatch(
      await sweep.next(),
      /^UserError: The worker tcp:\/\/127.* has other code in .*\. Bring it to the same commit/,
    );
  },
});

Deno.test({
  name:
    "runPoints() sends its code, and checkpoints, to workers that do not see its folder, by TLS",
  ignore: problem !== undefined || !ownMounts,
  async fn() {
    await using dask = await startDask(0, "tls");
    await using sweep = await startCopy(dask);
    const hide = `mount -t tmpfs none ${sweep.folder}; exec "$@"`;
    const home = await Deno.makeTempDir();
    const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(info.stdout));
    const env = { HOME: home, DENO_DIR: denoDir };
    const addWorker = () => dask.addWorker(["unshare", "-rm", "sh", "-ec", hide, "sh"], env);
    const victim = await addWorker();
    assertEquals(await sweep.next(), "saved");
    await addWorker();
    await victim.kill();
    const [[saved, where], warnings] = JSON.parse(await sweep.next());
    assertEquals(saved, victim.pid);
    assert(where.startsWith(`${home}/.cache/chapter20/`), where);
    assertEquals(warnings, [
      "Checkpoints of more than 1 MB stay with each worker: " +
      "a point that moves to another one starts anew.",
    ]);
  },
});
