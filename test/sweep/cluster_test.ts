import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { relative } from "node:path";
import { blasBackend } from "lib/compute/blas.ts";
import { UserError } from "lib/errors.ts";
import type { ClusterState } from "lib/sweep/bridge.ts";
import type { SweepContext } from "lib/sweep/context.ts";
import { runPoints, type SweepOptions } from "lib/sweep/run_points.ts";
import { sweepFunction } from "../notebooks/sweep_function.ts";
import { children } from "./dask.ts";
import {
  locally,
  optionsOn,
  problem,
  testsOnCluster,
  waitForFile,
  waitingPoints,
  whenWaiting,
} from "./on_cluster.ts";

const clusterTest = testsOnCluster("runPoints() on a cluster");

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
  const cluster = relative(Deno.cwd(), dask.file); // which has the scheduler's address
  assertEquals(await runPoints([1, 2], fn, { ...options, cluster }), [1, 2]);
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

async function rejectsCluster(cluster: string, text: string): Promise<void> {
  const options = { name: "test", cacheDir: await Deno.makeTempDir(), cluster };
  await assertRejects(() => runPoints([1], (x) => x, options), UserError, text);
}

Deno.test({
  name: "runPoints() makes a cluster on this machine, and names what is none",
  ignore: problem !== undefined,
  async fn() {
    const options = { name: "test", cacheDir: await Deno.makeTempDir(), cluster: "local:2" };
    const file = await Deno.makeTempFile();
    const nobody = "tcp://127.0.0.1:1"; // who is waited for, as it may be about to start
    const [results] = await Promise.all([
      runPoints([1, 2, 3], (x) => x + 1, options),
      rejectsCluster("nowhere", '"nowhere" is no cluster.'),
      rejectsCluster(file, `${file} is no file of a Dask scheduler. Give the one that`),
      rejectsCluster(nobody, `No Dask scheduler answers at ${nobody}. Start one there`),
    ]);
    assertEquals(results, [2, 3, 4]);
    assertEquals(await children(), []);
  },
});
