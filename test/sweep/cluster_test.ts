import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { cp } from "node:fs/promises";
import { blasBackend } from "lib/compute/blas.ts";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";
import { lines } from "lib/lines.ts";
import type { ClusterState } from "lib/sweep/bridge.ts";
import type { SweepContext } from "lib/sweep/context.ts";
import { runPoints, type SweepOptions, type SweepStatistics } from "lib/sweep/run_points.ts";
import { until } from "../faults/processes.ts";
import { ownMounts } from "../faults/namespaces.ts";
import { startKernel } from "../notebook/kernel.ts";
import { sweepFunction } from "../notebooks/sweep_function.ts";
import {
  bridge,
  children,
  type DaskCluster,
  type DaskWorker,
  killProcess,
  startDask,
  whyNoDask,
} from "./dask.ts";

const problem = await whyNoDask();
if (problem !== undefined) console.log(`The tests of clusters are skipped: ${problem}`);

/** A test on a cluster of two workers, which it must leave as it was. */
interface ClusterTest {
  readonly name: string;
  readonly ignore: boolean;
  readonly fn: (dask: DaskCluster) => Promise<void>;
}

const tests: ClusterTest[] = [];

function clusterTest(name: string, fn: ClusterTest["fn"], ignore = false): void {
  tests.push({ name, fn, ignore });
}

/** Fails unless all processes that compute end: those without a worker have two seconds, idle ones ten. */
async function untilNoneComputes(): Promise<void> {
  await until("no process computes", 20, async () => (await children()).length === 0);
}

/** Options of a sweep on a cluster with a cache of its own, and the statistics that it left last. */
async function optionsOn({ address }: DaskCluster) {
  const state = { cached: -1, otherBackends: [] as readonly string[] };
  const onDone = ({ cached, otherBackends }: SweepStatistics) =>
    void Object.assign(state, { cached, otherBackends });
  const cacheDir = await Deno.makeTempDir();
  return { state, options: { name: "test", fresh: false, onDone, cacheDir, cluster: address } };
}

/** The same options without the cluster. */
function locally(options: SweepOptions): SweepOptions {
  return { ...options, cluster: "", workers: 2 };
}

/** Waits for a file before it gives the id of the process that computed it. */
async function waitForFile({ file }: { file: string }, _lib: unknown, context: SweepContext) {
  context.progress(0.5, "waiting");
  while (!await Deno.stat(file).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Deno.ppid;
}

/** A file that is not there yet, with as many points that wait for it. */
async function waitingPoints(count: number) {
  const file = `${await Deno.makeTempDir()}/go`;
  const points = Array.from({ length: count }, (_, index) => ({ index, file }));
  return { points, go: () => Deno.writeTextFile(file, "") };
}

/** Calls `act` once, when as many points wait. */
function whenWaiting(count: number, act: () => void): NonNullable<SweepOptions["onProgress"]> {
  let done = false;
  return ({ notes }) => {
    if (done || notes.length < count) return;
    done = true;
    act();
  };
}

clusterTest("the sweep of figure 20.2 gives the same bits as here", async (dask) => {
  const { options } = await optionsOn(dask);
  const experiment = await sweepFunction("20_02_full_batch_gradient_descent");
  const points = [[298], [63, 63, 63, 63]].flatMap((hidden) =>
    ["random", "true"].map((labels) => ({
      name: String(hidden.length),
      widths: [40, ...hidden, 10],
      labels,
      examples: 200,
      learningRate: 0.1,
      every: 10,
      mostEpochs: 5000,
      seed: 1,
    }))
  );
  const reports: unknown[] = [];
  const remote = await runPoints(points, experiment, {
    ...options,
    onReport: (...report) => reports.push(report),
  });
  const here = await runPoints(points, experiment, { ...locally(options), fresh: true });
  assertEquals(remote, here);
  const looks = (here as { curve: unknown[] }[]).map(({ curve }) => curve.length);
  assertEquals(reports.length, looks.reduce((sum, count) => sum + count));
});

clusterTest("live data arrive in order, and the cluster is described", async (dask) => {
  const { options, state } = await optionsOn(dask);
  const seen: unknown[] = [];
  const states: ClusterState[] = [];
  const fn = async (rate: number, _lib: unknown, context: SweepContext) => {
    for (let step = 0; step < 500; step++) {
      context.report("loss", step, rate / (step + 1));
      if (step % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return rate;
  };
  const onReport = (...report: unknown[]) => void seen.push(report);
  const onCluster = (cluster: ClusterState) => void states.push(cluster);
  assertEquals(await runPoints([1], fn, { ...options, onReport, onCluster }), [1]);
  const expected = Array.from({ length: 500 }, (_, step) => ["loss", step, 1 / (step + 1)]);
  assertEquals(seen, expected);
  assertEquals([states[0]?.workers, states[0]?.threads], [2, 2]);
  assertMatch(states[0]!.dashboard, /^http:\/\/127\.0\.0\.1:\d+\/status$/);
  assertEquals(await runPoints([1], fn, { ...options, cluster: "tcp://127.0.0.1:1" }), [1]);
  assertEquals(state.cached, 1); // which needs no cluster
});

clusterTest("a point goes on when its worker is killed", async (dask) => {
  const { options } = await optionsOn(dask);
  const victim = await dask.addWorker();
  const { points, go } = await waitingPoints(6);
  const onProgress = whenWaiting(3, async () => {
    await victim.kill();
    await go();
  });
  const fn = async (
    { file, busy }: { file: string; busy: number },
    _: unknown,
    ctx: SweepContext,
  ) => {
    ctx.progress(0.5, "waiting");
    // On the worker to be killed it never pauses, so that it does not hear of its end.
    while (Deno.ppid === busy);
    while (!await Deno.stat(file).then(() => true, () => false)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return Deno.ppid;
  };
  const busyPoints = points.map(({ index, file }) => ({ index, file, busy: victim.pid }));
  const workers = await runPoints(busyPoints, fn, { ...options, onProgress });
  assertEquals(workers.length, 6);
  assert(!workers.includes(victim.pid));
});

clusterTest(
  "a point goes on when its process is killed, and is given up after the third",
  async (dask) => {
    const { options } = await optionsOn(dask);
    const { points, go } = await waitingPoints(4);
    const onProgress = whenWaiting(2, async () => {
      killProcess((await children())[0]!);
      await go();
    });
    const workers = await runPoints(points, waitForFile, { ...options, onProgress });
    assertEquals(workers.length, 4);
    const error = await assertRejects(() => runPoints([7], () => Deno.exit(1), options), Error);
    assertMatch(
      error.message,
      /^Point 7 of the sweep "test" failed: its worker died 3 times \(.*exit code 1\)\.$/,
    );
  },
);

clusterTest("a connecting process that is killed ends the sweep with a sentence", async (dask) => {
  const { options } = await optionsOn(dask);
  const { points } = await waitingPoints(3);
  const onProgress = whenWaiting(2, async () => killProcess(await bridge()));
  await assertRejects(
    () => runPoints(points, waitForFile, { ...options, onProgress }),
    UserError,
    "ended by itself. Finished points are kept: run the sweep again.",
  );
});

clusterTest("a worker that joins late takes part", async (dask) => {
  const { options } = await optionsOn(dask);
  const { points, go } = await waitingPoints(12);
  const joined = Promise.withResolvers<DaskWorker>();
  const onProgress = whenWaiting(2, () => dask.addWorker().then(joined.resolve));
  const seen: number[] = [];
  const onCluster = async ({ workers }: ClusterState) => {
    seen.push(workers);
    if (workers === 3) await go();
  };
  const workers = await runPoints(points, waitForFile, { ...options, onProgress, onCluster });
  const late = await joined.promise;
  assert(workers.includes(late.pid), String(workers));
  assertEquals(seen, [2, 3]);
  await late.kill();
});

clusterTest("Stop lets a point save its state, and leaves no process", async (dask) => {
  const { options, state } = await optionsOn(dask);
  const reason = new Error("stopped by the user");
  const fn = async (x: number, _lib: unknown, { checkpoint, progress, signal }: SweepContext) => {
    const found = await checkpoint.load<number>();
    if (found !== undefined) return found;
    progress(0.5, "waiting");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await checkpoint.save(x);
    return -1;
  };
  const stop = new AbortController();
  const onProgress = whenWaiting(2, () => stop.abort(reason));
  const { signal } = stop;
  const work = runPoints([4, 5], fn, { ...options, onProgress, signal });
  assertEquals(await assertRejects(() => work), reason);
  assertEquals(await children(), []);
  assertEquals(await runPoints([4, 5], fn, options), [4, 5]);
  assertEquals(state.cached, 0);
});

clusterTest("Stop ends a function that never ends", async (dask) => {
  const { options } = await optionsOn(dask);
  const stop = new AbortController();
  const onProgress = whenWaiting(2, () => stop.abort());
  const fn = (_point: number, _lib: unknown, context: SweepContext) => {
    for (;;) context.progress(0.1, "waiting");
  };
  const work = runPoints([1, 2, 3], fn, { ...options, onProgress, signal: stop.signal });
  await assertRejects(() => work, DOMException, "aborted");
  assertEquals(await children(), []);
});

clusterTest(
  "a function that throws, loses an error or captures a name is told of as here",
  async (dask) => {
    const { options } = await optionsOn(dask);
    const thrown = await assertRejects(() =>
      runPoints([3], () => {
        throw new RangeError("too large");
      }, options)
    ) as Error;
    assertEquals(thrown.message, 'Point 3 of the sweep "test" failed: too large');
    assertEquals((thrown.cause as Error).name, "RangeError");
    const timer = async () => {
      setTimeout(() => {
        throw new Error("too late");
      });
      await new Promise(() => {});
    };
    const late = await assertRejects(() => runPoints([3], timer, options), UserError);
    assertMatch(late.message, /failed in a timer.*: Uncaught Error: too late\. Await it inside/);
    const rate = 0.1;
    await assertRejects(() => runPoints([1], (x) => x * rate, options), UserError, "`rate`");
  },
);

clusterTest("what a function prints does not disturb its messages", async (dask) => {
  const { options } = await optionsOn(dask);
  const fn = (x: number) => {
    console.log("printed");
    Deno.stdout.writeSync(new TextEncoder().encode(`{"type":"done"`));
    return x;
  };
  assertEquals(await runPoints([1, 2], fn, options), [1, 2]);
});

clusterTest(
  "2,000 trivial points and a result of 20 MB arrive, and the scheduler forgets them",
  async (dask) => {
    const { options } = await optionsOn(dask);
    const points = Array.from({ length: 2000 }, (_, i) => i);
    const sizes: number[] = [];
    const onProgress: SweepOptions["onProgress"] = ({ done }) => {
      if (done % 1000 === 500) sizes.push(dask.schedulerMegabytes());
    };
    const squares = await runPoints(points, (x) => x * x, { ...options, onProgress });
    assertEquals(squares, points.map((x) => x * x));
    const growth = sizes.at(-1)! - sizes[0]!;
    assert(growth < 10, `The scheduler grew by ${growth} MB over 1,000 points.`);
    const [large] = await runPoints([1], () => new Float32Array(5_000_000).fill(1), options);
    assertEquals(large!.length, 5_000_000);
    assert(large!.every((value) => value === 1));
  },
);

clusterTest(
  "a worker with another kernel of OpenBLAS computes under a key of its own, and is named",
  async (dask) => {
    const { options, state } = await optionsOn(dask);
    const worker = await dask.addWorker([], {
      OPENBLAS_CORETYPE: blasBackend().includes("Haswell") ? "Sandybridge" : "Haswell",
    });
    const { points, go } = await waitingPoints(3);
    const warnings: string[] = [];
    const warn = console.warn;
    console.warn = (line: string) => warnings.push(line);
    const onProgress = whenWaiting(3, go);
    const first = await runPoints(points, waitForFile, { ...options, onProgress })
      .finally(() => console.warn = warn);
    const [other] = state.otherBackends;
    assertMatch(other!, /^OpenBLAS .* \((Haswell|Sandybridge)\)/);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0]!, `Workers compute with ${other}, not ${blasBackend()}`);

    // With the same cluster nothing is computed again; without it, what had the other kernel is.
    console.warn = () => {};
    const again = await runPoints(points, waitForFile, options)
      .finally(() => console.warn = warn);
    assertEquals([again, state.cached], [first, 3]);
    await runPoints(points, waitForFile, locally(options));
    assertEquals([state.cached, state.otherBackends], [2, []]);
    await worker.kill();
  },
  !blasBackend().startsWith("OpenBLAS"),
);

Deno.test({
  name: "runPoints() on a cluster",
  ignore: problem !== undefined,
  async fn(t) {
    await using dask = await startDask(2);
    for (const { name, ignore, fn } of tests) {
      const run = async (): Promise<void> => {
        await fn(dask);
        await untilNoneComputes();
      };
      await t.step({ name, ignore, fn: run });
    }
  },
});

Deno.test({
  name: "runPoints() ends with a sentence when the scheduler is killed, and a rerun goes on",
  ignore: problem !== undefined,
  async fn() {
    await using dask = await startDask(2);
    const { options, state } = await optionsOn(dask);
    const fn = async (x: number, _lib: unknown, context: SweepContext) => {
      context.progress(0.5, "waiting");
      if (x > 0 && !Deno.env.get("UDL_TEST_GO")) await new Promise(() => {});
      return 2 * x;
    };
    const onProgress: SweepOptions["onProgress"] = ({ done, notes }) =>
      void (done === 1 && notes.length === 2 && dask.killScheduler());
    await assertRejects(
      () => runPoints([0, 1, 2], fn, { ...options, onProgress }),
      UserError,
      "is gone. Finished points are kept: start it, and run the sweep again.",
    );
    Deno.env.set("UDL_TEST_GO", "1");
    assertEquals(await runPoints([0, 1, 2], fn, locally(options)), [0, 2, 4]);
    Deno.env.delete("UDL_TEST_GO");
    assertEquals(state.cached, 1);
    await untilNoneComputes();
  },
});

/** A sweep in a copy of this checkout, on a cluster that has no workers yet. */
interface CopiedSweep extends AsyncDisposable {
  /** The folder of the copy. */
  readonly folder: string;
  /** What the sweep prints: its result, which is where the code was, or its problem. */
  readonly output: Promise<string>;
}

/** Starts a sweep in a copy; returns once it is connected to the cluster. */
async function startCopy({ address }: DaskCluster): Promise<CopiedSweep> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  for (const name of ["lib", "deno.json", "deno.lock"]) {
    await cp(projectRoot + name, `${folder}/${name}`, { recursive: true });
  }
  await cp(`${import.meta.dirname}/cluster_sweep.ts`, `${folder}/cluster_sweep.ts`);
  await Deno.symlink(`${projectRoot}.venv`, `${folder}/.venv`);
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "cluster_sweep.ts", address],
    cwd: folder,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const printed = lines(process.stdout);
  await printed.next();
  return {
    folder,
    output: printed.next().then(({ value }) => String(value)),
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
      await sweep.output,
      /^UserError: The worker tcp:\/\/127.* has other code in .*\. Bring it to the same commit/,
    );
  },
});

Deno.test({
  name: "runPoints() sends its code to a worker of a cluster that does not see its folder",
  ignore: problem !== undefined || !ownMounts,
  async fn() {
    await using dask = await startDask(0);
    await using sweep = await startCopy(dask);
    const hide = `mount -t tmpfs none ${sweep.folder}; exec "$@"`;
    const home = await Deno.makeTempDir();
    const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(info.stdout));
    const env = { HOME: home, DENO_DIR: denoDir };
    await dask.addWorker(["unshare", "-rm", "sh", "-ec", hide, "sh"], env);
    const [where, warning] = JSON.parse(await sweep.output);
    assert(where.startsWith(`${home}/.cache/chapter20/`), where);
    assertMatch(warning, /^Checkpoints stay with each worker/);
  },
});

Deno.test({
  name: "runPoints() names a scheduler that was never there",
  ignore: problem !== undefined,
  async fn() {
    const options = { name: "test", cacheDir: await Deno.makeTempDir() };
    await assertRejects(
      () => runPoints([1], (x) => x, { ...options, cluster: "tcp://127.0.0.1:1" }),
      UserError,
      "No Dask scheduler answers at tcp://127.0.0.1:1. Start one there",
    );
    await assertRejects(
      () => runPoints([1], (x) => x, { ...options, cluster: "nowhere" }),
      UserError,
      '"nowhere" is no cluster.',
    );
  },
});

Deno.test({
  name: "Stop in a kernel ends a sweep on a cluster, and leaves no process",
  ignore: problem !== undefined,
  async fn() {
    await using kernel = await startKernel(`${projectRoot}notebooks`);
    await kernel.outputs(`import { setup, sweep } from "lib/mod.ts";
void await setup({ figure: "20.2", seed: 1 });`);
    const endless = `void await sweep([{ seed: 1 }, { seed: 2 }], async (_point, _lib, context) => {
  while (!context.signal.aborted) {
    context.progress(0.5);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {};
}, { name: "endless", cluster: "local:2" });`;
    const { status, error } = await kernel.run(endless, { interruptAt: "50 %", limit: 120 });
    assertEquals([status, error?.name], ["error", "Stopped"]);
    assertEquals(await children(), []);
  },
});

Deno.test({
  name: "runPoints() makes a cluster on this machine",
  ignore: problem !== undefined,
  async fn() {
    const options = { name: "test", cacheDir: await Deno.makeTempDir(), cluster: "local:2" };
    assertEquals(await runPoints([1, 2, 3], (x) => x + 1, options), [2, 3, 4]);
    assertEquals(await children(), []);
  },
});
