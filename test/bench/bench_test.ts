import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import { cases, type Settings } from "./cases.ts";
import { prepare } from "./loops.ts";
import { measure } from "./measure.ts";
import { startOurs, startPyTorch } from "./side.ts";

const python = Deno.env.get("UDL_BENCH_PYTHON");

/** The settings of a case with sizes that take no time. */
function small(settings: Settings): Settings {
  if (settings.kind === "gemm") return { kind: "gemm", size: 8 };
  const widths = [6, 5, 3];
  switch (settings.kind) {
    case "train":
    case "sphere":
      return { ...settings, widths, examples: 20, ...(settings.batch && { batch: 7 }) };
    case "subspace":
      return { ...settings, widths, examples: 20, batch: 7, dims: 4 };
    case "projected-hessian":
      return { ...settings, widths, examples: 20, directions: 2 };
    case "hessian":
      return { ...settings, widths, examples: 20 };
  }
}

/** Parameters of 6-5-3, and what else the kinds change. */
function parametersOf({ kind }: Settings): number {
  return { gemm: 64, subspace: 4, "projected-hessian": 45 }[kind as string] ?? 53;
}

Deno.test("cases have different names and count the operations of their products", () => {
  assertEquals(new Set(cases.map(({ name }) => name)).size, cases.length);
  const flops = (name: string): number => cases.find((one) => one.name === name)!.flops;
  assertEquals(flops("gemm"), 2147483648);
  // The 267 million of an epoch: 2 · 4000 · (2 · 40 · 298 + 3 · 298 · 10).
  assertEquals(flops("full batch 298"), 262240000);
});

Deno.test("prepare() makes loops with as many parameters as their settings say", async () => {
  for (const { settings } of cases) {
    const loop = prepare(small(settings));
    assertEquals(loop.parameters, parametersOf(settings), settings.kind);
    await loop.run(3);
  }
});

Deno.test("measure() compares a case with the ceiling, without PyTorch", async () => {
  const gemm: Settings = { kind: "gemm", size: 64 };
  const ceiling = { ...await startOurs(gemm), flops: 2 * 64 ** 3 };
  const one = { name: "same", figure: "", flops: ceiling.flops, settings: gemm };
  const rows = await measure(one, ceiling);
  await ceiling.close();
  assertEquals(rows.map(({ cores }) => cores), [1, 2]);
  for (const row of rows) {
    assertEquals([row.pytorchMs, row.ratio, row.pytorchPeakMb], [null, null, null]);
    assertGreater(Math.min(row.oursMs, row.ceilingShare), 0);
    assertGreater(row.peakMb, 10);
  }
});

Deno.test("PyTorch's side of every case has as many parameters", { ignore: !python }, async () => {
  const kinds = new Map(cases.map(({ settings }) => [settings.kind, small(settings)]));
  for (const settings of kinds.values()) {
    const side = await startPyTorch(python!, settings);
    assertEquals(side.parameters, parametersOf(settings), settings.kind);
    assertGreater((await side.run(2, 1)).ms, 0);
    await side.close();
  }
});

Deno.test("bench refuses a loop that it does not know", async () => {
  const args = ["run", "--quiet", "-A", `${projectRoot}lib/cli/bench.ts`, "20.99"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assertEquals(code, 2);
  assertStringIncludes(new TextDecoder().decode(stderr), "There is no loop 20.99 to time.");
});
