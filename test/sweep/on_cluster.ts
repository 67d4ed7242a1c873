import { until } from "../faults/processes.ts";
import type { SweepContext } from "lib/sweep/context.ts";
import type { SweepOptions, SweepStatistics } from "lib/sweep/run_points.ts";
import { children, type DaskCluster, startDask, whyNoDask } from "./dask.ts";

/** Why there can be no cluster here; undefined if there can. */
export const problem: string | undefined = await whyNoDask();
if (problem !== undefined) console.log(`The tests of clusters are skipped: ${problem}`);

/** A test on a cluster of two workers, which it must leave as it was. */
interface ClusterTest {
  readonly name: string;
  readonly ignore: boolean;
  readonly fn: (dask: DaskCluster) => Promise<void>;
}

/** Makes tests that share a cluster: what this returns adds one. */
export function testsOnCluster(
  title: string,
): (name: string, fn: ClusterTest["fn"], ignore?: boolean) => void {
  const tests: ClusterTest[] = [];
  Deno.test({
    name: title,
    ignore: problem !== undefined,
    async fn(t) {
      await using dask = await startDask(2);
      for (const { name, ignore, fn } of tests) {
        await t.step({ name, ignore, fn: () => fn(dask) });
      }
      await t.step("no process is left", untilNoneComputes);
    },
  });
  return (name, fn, ignore = false) => tests.push({ name, fn, ignore });
}

/** Fails unless all processes that compute end: those without a worker have two seconds, idle ones ten. */
export async function untilNoneComputes(): Promise<void> {
  await until("no process computes", 20, async () => (await children()).length === 0);
}

/** Options of a sweep on a cluster with a cache of its own, and the statistics that it left last. */
export async function optionsOn({ address }: DaskCluster) {
  const state = { cached: -1, otherBackends: [] as readonly string[] };
  const onDone = ({ cached, otherBackends }: SweepStatistics) =>
    void Object.assign(state, { cached, otherBackends });
  const cacheDir = await Deno.makeTempDir();
  return { state, options: { name: "test", fresh: false, onDone, cacheDir, cluster: address } };
}

/** The same options without the cluster. */
export function locally(options: SweepOptions): SweepOptions {
  return { ...options, cluster: "", workers: 2 };
}

/** Waits for a file before it gives the id of the process that computed it. */
export async function waitForFile(
  { file }: { file: string },
  _lib: unknown,
  context: SweepContext,
) {
  context.progress(0.5, "waiting");
  while (!await Deno.stat(file).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Deno.ppid;
}

/** A file that is not there yet, with as many points that wait for it. */
export async function waitingPoints(count: number) {
  const file = `${await Deno.makeTempDir()}/go`;
  const points = Array.from({ length: count }, (_, index) => ({ index, file }));
  return { points, go: () => Deno.writeTextFile(file, "") };
}

/** Calls `act` once, when as many points wait. */
export function whenWaiting(
  count: number,
  act: () => void,
): NonNullable<SweepOptions["onProgress"]> {
  let done = false;
  return ({ notes }) => {
    if (done || notes.length < count) return;
    done = true;
    act();
  };
}
