import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";
import type { ClusterState } from "lib/sweep/bridge.ts";
import type { SweepContext } from "lib/sweep/context.ts";
import { runPoints, type SweepOptions } from "lib/sweep/run_points.ts";
import { startKernel } from "../notebook/kernel.ts";
import { bridge, children, type DaskWorker, killProcess } from "./dask.ts";
import {
  locally,
  optionsOn,
  problem,
  testsOnCluster,
  untilNoneComputes,
  waitForFile,
  waitingPoints,
  whenWaiting,
} from "./on_cluster.ts";

const clusterTest = testsOnCluster("runPoints() on a cluster with faults");

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
  await untilNoneComputes();
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
  await untilNoneComputes();
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

// Its processes end by themselves, ten seconds later.
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

// The last one, which leaves no scheduler.
clusterTest(
  "a scheduler that is killed ends the sweep with a sentence, and a rerun goes on",
  async (dask) => {
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
  },
);

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
