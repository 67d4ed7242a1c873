import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { notebooksDir } from "lib/cli/catalogue.ts";
import { type Kernel, type Reply, startKernel } from "./kernel.ts";

/** Starts a kernel as the notebooks do, and runs `setup()` in it. */
async function startNotebook(): Promise<Kernel> {
  const kernel = await startKernel(notebooksDir);
  await kernel.outputs(`
    import { claims, Plot, setup, sgd, show, showTable, stopSignal, sweep, train } from "lib/mod.ts";
    import { progressLine } from "lib/notebook/progress_line.ts";
    void await setup({ figure: "20.3", seed: 0 });
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  `);
  return kernel;
}

/** All that a cell put out, as one text. */
const shown = (outputs: Reply["outputs"]): string => JSON.stringify(outputs);

function assertStopped({ status, error, seconds }: Reply): void {
  assertEquals([status, error.name], ["error", "Stopped"]);
  assertEquals(
    error.message,
    "Variables and finished results are kept; run the cell again to resume.",
  );
  assert(seconds! < 5, `it took ${seconds} s`);
}

const training = `
  phi[0] = 1;
  await train(valley, phi, sgd({ learningRate: 1e-3 }), {
    steps: Infinity,
    onStep: (step) => void (step === 1000 && console.log("step 1000")),
    signal: stopSignal(),
  });
`;

const sweeping = `
  await sweep([{ seed: 1 }, { seed: 2 }, { seed: 3 }], async (_point, _lib, context) => {
    while (!context.signal.aborted) {
      context.progress(0.3);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return {};
  }, { name: "endless" });
`;

Deno.test({
  name: "Stop ends the running cell and keeps the kernel with its variables",
  ignore: Deno.build.os === "windows", // where a kernel is interrupted in another way
  async fn() {
    await using kernel = await startNotebook();
    await kernel.outputs(`
      const phi = new Float32Array([1]);
      const valley = {
        dim: 1,
        loss: (phi: Float32Array) => phi[0]! ** 2,
        gradient(phi: Float32Array, out: Float32Array) {
          out[0] = 2 * phi[0]!;
          return phi[0]! ** 2;
        },
      };
    `);
    await kernel.interrupt();
    for (let time = 0; time < 2; time++) {
      assertStopped(await kernel.run(training, { interruptAt: "step 1000" }));
      const state = await kernel.outputs("console.log(phi[0]! < 0.5); await wait(25);");
      assertEquals(state, [{ stdout: "true\n" }]);
      assertStopped(await kernel.run(sweeping, { interruptAt: "20 %" }));
    }
    await kernel.interrupt();
    // On a busy machine the kernel may notice it a little later.
    await kernel.outputs("await wait(500);");
    const results = await kernel.outputs(`
      const points = [1, 2, 3].map((x) => ({ x }));
      const rows = await sweep(points, ({ x }) => ({ square: x * x }), { name: "squares" });
      console.log(rows.map(({ x, square }) => [x, square]).join(), phi.length);
      await wait(25);
    `);
    assertStringIncludes(shown(results), "1,1,2,4,3,9 1\\n");
  },
});

Deno.test("an error in a timer or a lost promise is printed, and the next cell runs", async () => {
  await using kernel = await startNotebook();
  await kernel.outputs(`setTimeout(() => { throw new Error("late error"); }, 100);`);
  const after = await kernel.outputs(`await wait(300); console.log("went on"); await wait(25);`);
  assertMatch(shown(after), /stderr.*late error.*went on/);
  await kernel.outputs(`setTimeout(() => void Promise.reject(new Error("lost promise")), 100);`);
  const then = await kernel.outputs(`await wait(300); console.log("and on"); await wait(25);`);
  assertMatch(shown(then), /stderr.*lost promise.*and on/);
});

Deno.test("show(), claims(), showTable() and text arrive before the kernel is idle", async () => {
  await using kernel = await startNotebook();
  for (let time = 0; time < 20; time++) {
    const figure = await kernel.outputs(`
      console.log("figure ${time}");
      await show({ width: 200, height: 120, marks: [Plot.lineY([1, 4, ${time}])] }, { alt: "A line." });
    `);
    assertEquals(figure[0], { stdout: `figure ${time}\n` });
    assertEquals(Object.keys(figure[1]!), ["text/html", "image/png", "text/plain"]);
    const table = await kernel.outputs(`
      await showTable([{ a: "<1>" }], { columns: { a: "A" }, summary: "${time} rows" });
    `);
    assertMatch(
      shown(table),
      new RegExp(`<summary>${time} rows.*<th[^>]*>A<.*<td>&lt;1&gt;<`),
    );
    const [claims] = await kernel.outputs(`
      await claims([{
        id: "a",
        kind: "check",
        statement: "${time} < 30",
        measured: "${time}",
        threshold: "30",
        holds: () => true,
      }], { untested: "one run" });
    `);
    assertStringIncludes(
      String(claims!["text/markdown"]),
      `| _Check._ ${time} < 30 | ${time} | 30 | ✓\u00a0supp`,
    );
    const [line] = await kernel.outputs(
      `await (await progressLine("Work")).done("all ${time} done");`,
    );
    assert(line);
  }
});

Deno.test("progressLine() says how far the work is and how long it still takes", async () => {
  await using kernel = await startNotebook();
  const outputs = await kernel.outputs(`
    const line = await progressLine("Work <1>");
    await line.update(0.5, "first half was cached");
    await wait(400);
    await line.update(0.6, "a tenth", () => "<img>");
    await line.update(0.7, "too soon after the last");
    await line.done("Worked.");
    await wait(25);
  `);
  const texts = outputs.map((bundle) => bundle["text/plain"]);
  assertEquals(texts.length, 4);
  assertEquals([texts[0], texts[1]], ["Work <1> · 0 %", "Work <1> · 50 % · first half was cached"]);
  // 400 ms for a tenth, and four tenths to go: 1.6 s, or more where the machine is busy.
  assertMatch(String(texts[2]), /^Work <1> · 60 % · about \d+ s left · a tenth$/);
  assertMatch(String(outputs[2]!["text/html"]), /value="0.600".*Work &lt;1&gt;.*<\/div><img>$/);
  assertEquals(outputs[3], { "text/html": "<div>Worked.</div>", "text/plain": "Worked." });
});

Deno.test("show() again and again does not fill the memory", async () => {
  await using kernel = await startNotebook();
  /** Megabytes in use, and of the process, after some more figures. */
  async function memoryAfter(figures: number): Promise<[number, number]> {
    for (let figure = 0; figure < figures; figure++) {
      await kernel.outputs(`
        const points = Array.from({ length: 500 }, (_, i) => [i, Math.sin(i)]);
        const chart = { width: 300, height: 200, marks: [Plot.dot(points)] };
        await show(chart, { alt: "Many points." });
      `);
    }
    const [output] = await kernel.outputs(`
      for (let time = 0; time < 3; time++) {
        gc();
        await wait(50);
      }
      const { heapUsed, external, rss } = Deno.memoryUsage();
      console.log((heapUsed + external) / 2 ** 20, rss / 2 ** 20);
      await wait(25);
    `);
    return String(output!["stdout"]).split(" ").map(Number) as [number, number];
  }
  const before = await memoryAfter(5);
  const after = await memoryAfter(10);
  const [used, resident] = after.map((value, i) => value - before[i]!) as [number, number];
  // The pixels of ten figures are 11 MB. Measured: 0.6 MB in use, 11 to 18 MB of the process.
  assert(used < 5, `${used} MB more in use after ten figures, from ${before[0]} MB`);
  assert(resident < 100, `${resident} MB more after ten figures, from ${before[1]} MB`);
});

Deno.test("a notebook opened outside of its checkout says so", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${notebooksDir}/20_03_overparameterization.ipynb`;
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  const first = cells.find((cell: { cell_type: string }) => cell.cell_type === "code");
  await using kernel = await startKernel(folder);
  const { status, error } = await kernel.run(first.source.join(""));
  assertEquals(status, "error");
  assertStringIncludes(
    String(error.message),
    "Open this notebook from the notebooks/ folder of its checkout.",
  );
});
