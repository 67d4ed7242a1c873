import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { UserError } from "lib/errors.ts";
import type { SweepContext } from "lib/sweep/context.ts";
import { random } from "lib/random.ts";
import { runPoints, type SweepStatistics } from "lib/sweep/run_points.ts";
import type { SweepProgress } from "lib/sweep/track_progress.ts";

/** Options of a sweep with its own cache, and the statistics that it left last. */
async function freshCache() {
  const state = { cached: -1, total: -1 };
  const onDone = ({ cached, total }: SweepStatistics) =>
    void Object.assign(state, { cached, total });
  const cacheDir = await Deno.makeTempDir();
  return { state, options: { name: "test", workers: 2, fresh: false, onDone, cacheDir } };
}

/** Paths of the files of the results in a cache. */
function resultFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map((entry) => `${folder}/${entry.name}`);
}

Deno.test("runPoints() returns the results in the order of the points for any number of workers", async () => {
  const points = [40, 0, 20, 10, 0, 30].map((delay, index) => ({ delay, index }));
  const all: unknown[] = [];
  for (const workers of [1, 2, 3]) {
    const { options } = await freshCache();
    const runs = await runPoints(points, async ({ delay, index }, lib) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      return { index, square: index ** 2, library: typeof lib.random };
    }, { ...options, workers });
    all.push(runs);
  }
  const expected = points.map(({ index }) => ({
    index,
    square: index ** 2,
    library: "function",
  }));
  assertEquals(all, [expected, expected, expected]);
});

Deno.test("runPoints() computes a point once and then reads it from the cache", async () => {
  const { options, state } = await freshCache();
  // The result is new at each computation, so equal ones come from the cache.
  const fn = ({ seed }: { seed: number }) => ({ seed, id: crypto.randomUUID() });
  const first = await runPoints([{ seed: 1 }, { seed: 2 }], fn, options);
  assertEquals(state, { cached: 0, total: 2 });
  const second = await runPoints([{ seed: 2 }, { seed: 3 }, { seed: 2 }], fn, options);
  assertEquals(state, { cached: 1, total: 2 });
  assertEquals([second[0], second[2]], [first[1]!, first[1]!]);
  const fresh = await runPoints([{ seed: 1 }], fn, { ...options, fresh: true });
  assertEquals(state, { cached: 0, total: 1 });
  assert(fresh[0]!.id !== first[0]!.id);
});

Deno.test("runPoints() adds up the seconds that its results took, those of the cache included", async () => {
  const seconds: number[] = [];
  const { options } = await freshCache();
  const onDone = (statistics: SweepStatistics) => void seconds.push(statistics.computingSeconds);
  for (const points of [[1, 2], [2, 1], [1, 2, 3]]) {
    await runPoints(points, (x) => x + 1, { ...options, onDone });
  }
  const [computed, cached, oneMore] = seconds as [number, number, number];
  assert(computed > 0);
  assertAlmostEquals(cached, computed, 1e-9); // in another order
  assert(oneMore > cached);
});

Deno.test("runPoints() computes again when the function's source differs", async () => {
  const { options, state } = await freshCache();
  assertEquals(await runPoints([3], (x) => x + 1, options), [4]);
  assertEquals(await runPoints([3], (x) => x + 2, options), [5]);
  assertEquals(state.cached, 0);
});

Deno.test("runPoints() does not compute again when a comment in the function differs", async () => {
  const { options, state } = await freshCache();
  const plain = (x: number) => x + 1;
  const commented = (x: number) => /* one more */ x + 1;
  assertNotEquals(commented.toString(), plain.toString());
  assertEquals(await runPoints([3], plain, options), [4]);
  assertEquals(await runPoints([3], commented, options), [4]);
  assertEquals(state, { cached: 1, total: 1 });
});

Deno.test("runPoints() computes a point again if its file is cut off or was changed", async () => {
  const { options, state } = await freshCache();
  const points = [1, 2, 3, 4];
  const fn = (x: number) => new Float64Array([x]);
  await runPoints(points, fn, options);
  const [first, second, third] = resultFiles(`${options.cacheDir}/test`);
  const text = await Deno.readTextFile(first!);
  await Deno.writeTextFile(first!, text.slice(0, text.length / 2));
  await Deno.writeTextFile(second!, "null");
  const digit = (await Deno.readTextFile(third!)).replace('"point":', '"point":1');
  await Deno.writeTextFile(third!, digit);

  const warnings: string[] = [];
  const warn = console.warn;
  console.warn = (line: string) => warnings.push(line);
  const runs = await runPoints(points, fn, options).finally(() => console.warn = warn);
  assertEquals(runs, points.map(fn));
  assertEquals(state, { cached: 1, total: 4 });
  assertEquals(warnings.length, 3);
  for (const line of warnings) assertMatch(line, /is damaged and will be computed again/);
});

Deno.test("runPoints() gives the same values whether computed or read from the cache", async () => {
  const { options, state } = await freshCache();
  const point = { phi: new Float32Array([1, NaN, -Infinity]), rate: NaN, z: 1, a: undefined };
  const fn = (p: typeof point) => ({ back: p, losses: [Infinity, -0], keys: Object.keys(p) });
  const expected = [fn(point)];
  assertEquals(await runPoints([point], fn, options), expected);
  assertEquals(await runPoints([point], fn, options), expected);
  assertEquals(state.cached, 1);
});

Deno.test("runPoints() says which name of the notebook its function captures", async () => {
  const { options } = await freshCache();
  const learningRate = 0.1;
  const error = await assertRejects(
    () => runPoints([1], (x) => x * learningRate, options),
    UserError,
    "captures `learningRate`",
  );
  assertStringIncludes(error.message, "Put it into the points");
  await assertRejects(
    // deno-lint-ignore require-await
    () => runPoints([1], async (x) => [x].map((y) => random(y, "init")), options),
    UserError,
    "Take it from the second argument, as `lib.random`.",
  );
});

Deno.test("runPoints() refuses captured names that workers have, too, or that would not be missed", async () => {
  const { options, state } = await freshCache();
  const name = "He";
  const alpha = 0.1;
  await assertRejects(() => runPoints([1], (x) => name + x, options), UserError, "`name`");
  await assertRejects(() => runPoints([1], () => typeof alpha, options), UserError, "`alpha`");
  const caught = () => {
    let rate = 0;
    try {
      rate = alpha;
    } catch {
      rate = 1;
    }
    return rate;
  };
  await assertRejects(() => runPoints([1], caught, options), UserError, "`alpha`");
  // Nothing has run, and nothing is stored.
  assertEquals(state.cached, -1);
  assertEquals([...Deno.readDirSync(options.cacheDir)], []);
});

Deno.test("runPoints() refuses a function that is no expression", async () => {
  const { options } = await freshCache();
  const { half } = { half: (x: number) => x / 2 };
  assertEquals(await runPoints([4], half, options), [2]);
  const { twice } = {
    twice(x: number) {
      return 2 * x;
    },
  };
  await assertRejects(() => runPoints([1], twice, options), UserError, "as an arrow function");
});

Deno.test("runPoints() does not blame the function for a reference error elsewhere", async () => {
  const { options } = await freshCache();
  const source = "data:text/javascript,export const f = () => notThere";
  const error = await assertRejects(() =>
    runPoints([source], async (source) => (await import(source)).f(), options)
  );
  assertMatch(String(error), /^Error: Point .* failed: notThere is not defined$/);
});

Deno.test("runPoints() stops at a point that throws, names it and keeps what was finished", async () => {
  const { options, state } = await freshCache();
  const points = [1, 2, 3, 4];
  const fn = (x: number) => {
    if (x === 3 && Deno.env.get("UDL_TEST_SWEEP") === "bad") throw new RangeError("too large");
    return 2 * x;
  };
  Deno.env.set("UDL_TEST_SWEEP", "bad");
  const error = await assertRejects(() => runPoints(points, fn, { ...options, workers: 1 }));
  Deno.env.delete("UDL_TEST_SWEEP");
  assertEquals(
    (error as Error).message,
    'Point 3 of the sweep "test" failed: too large',
  );
  const cause = (error as Error).cause as Error;
  assertEquals([cause.name, cause.message], ["RangeError", "too large"]);
  assertMatch(cause.stack!, /sweep-test\.js.*:2:/);
  assertEquals(await runPoints(points, fn, options), [2, 4, 6, 8]);
  assertEquals(state, { cached: 2, total: 4 });
});

Deno.test("runPoints() passes on what is to be mended by the user as a UserError", async () => {
  const { options } = await freshCache();
  await assertRejects(
    () =>
      runPoints([{ seed: 1 }], () => {
        throw Object.assign(new Error("The data set is not there. Fetch it."), {
          name: "UserError",
        });
      }, options),
    UserError,
    'Point {"seed":1} of the sweep "test" failed. The data set is not there. Fetch it.',
  );
  await assertRejects(() => runPoints([1], () => new Map(), options), UserError, "kind Map");
  await assertRejects(() => runPoints([() => 1], () => 1, options), UserError, "kind function");
});

Deno.test("runPoints() refuses names that are no folder names and counts that are no counts", async () => {
  for (const name of ["", "../up", ".hidden", "a/b"]) {
    await assertRejects(() => runPoints([1], () => 1, { name }), UserError, "name of a sweep");
  }
  const { options } = await freshCache();
  await assertRejects(() => runPoints([1], () => 1, { ...options, workers: 0 }), UserError);
});

Deno.test("runPoints() tries a point again on a new worker if its worker closes or exits", async () => {
  const { options } = await freshCache();
  const points = ["close", "exit", "fine"].map((how) => ({
    how,
    mark: `${options.cacheDir}/${how}`,
  }));
  const runs = await runPoints(points, async ({ how, mark }) => {
    const attempts = await Deno.readTextFile(mark).catch(() => "");
    if (how === "fine" || attempts.length === 2) return how + attempts.length;
    await Deno.writeTextFile(mark, attempts + "x");
    if (how === "close") globalThis.close();
    if (how === "exit") Deno.exit(1);
    return await new Promise(() => {});
  }, options);
  assertEquals(runs, ["close2", "exit2", "fine0"]);
});

Deno.test("runPoints() ends at an error that its function does not wait for", async () => {
  const { options } = await freshCache();
  const timer = async (mark: string) => {
    await Deno.writeTextFile(mark, "x", { append: true });
    setTimeout(() => {
      throw new Error("too late");
    });
    await new Promise(() => {});
  };
  const mark = `${options.cacheDir}/attempts`;
  const error = await assertRejects(() => runPoints([mark], timer, options), UserError);
  assertMatch(error.message, /failed in a timer.*: Uncaught Error: too late\. Await it inside/);
  assertEquals(await Deno.readTextFile(mark), "x");
  const promise = async (reason: string) => {
    Promise.reject(new Error(reason));
    await new Promise(() => {});
  };
  await assertRejects(() => runPoints(["unseen"], promise, options), UserError, "unseen");
});

Deno.test("runPoints() gives up a point whose third worker died", async () => {
  const { options, state } = await freshCache();
  await assertRejects(
    () => runPoints([{ seed: 7 }], () => Deno.exit(1), options),
    Error,
    'Point {"seed":7} of the sweep "test" failed: its worker died 3 times (it ended itself).',
  );
  assertEquals(state.cached, -1);
});

Deno.test("runPoints() reports progress that never falls and ends with all points done", async () => {
  const { options } = await freshCache();
  await runPoints([1, 2], (x) => x, options);
  const seen: SweepProgress[] = [];
  const fn = async (steps: number, _lib: unknown, context: SweepContext) => {
    for (let step = 1; step <= steps; step++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      context.progress(step / steps, `step ${step} of ${steps}`);
    }
    return steps;
  };
  await runPoints([12, 15, 0], fn, { ...options, onProgress: (progress) => seen.push(progress) });
  const fractions = seen.map((progress) => progress.fraction);
  assertEquals(fractions, fractions.toSorted((a, b) => a - b));
  assertEquals(seen[0], { done: 0, total: 3, cached: 0, fraction: 0, notes: [] });
  assertEquals(seen.at(-1), { done: 3, total: 3, cached: 0, fraction: 1, notes: [] });
  assert(
    seen.some(({ fraction, notes }) => fraction < 0.6 && /^step \d+ of 1[25]$/.test(notes[0]!)),
  );
});

Deno.test("runPoints() hands on all live data in order", async () => {
  const { options } = await freshCache();
  const seen: [string, number, number][] = [];
  await runPoints([1], (rate, _lib, context) => {
    for (let step = 0; step < 500; step++) context.report("loss", step, rate / (step + 1));
  }, { ...options, onReport: (...report) => seen.push(report) });
  const expected = Array.from({ length: 500 }, (_, step) => ["loss", step, 1 / (step + 1)]);
  assertEquals(seen as unknown[], expected);
});

Deno.test("runPoints() fails with the error of a callback", async () => {
  const { options } = await freshCache();
  const onReport = () => {
    throw new Error("no chart");
  };
  const work = runPoints([1], async (_x, _lib, context) => {
    context.report("loss", 0, 0);
    await new Promise(() => {});
  }, { ...options, onReport });
  await assertRejects(() => work, Error, "no chart");
});
