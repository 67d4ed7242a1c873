import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import { cases, type ImageModel, type Settings } from "./cases.ts";
import { prepare } from "./loops.ts";
import { measure } from "./measure.ts";
import { startOurs, startPyTorch } from "./side.ts";

const python = Deno.env.get("UDL_BENCH_PYTHON");

/** The settings of a case with sizes that take no time. */
function small(settings: Settings): Settings {
  const widths = [6, 5, 3];
  switch (settings.kind) {
    case "gemm":
      return { kind: "gemm", size: 8 };
    case "train":
      return {
        ...settings,
        widths,
        examples: 20,
        ...(settings.batch && { batch: 7 }),
        ...(settings.keep && { keep: 0.5 }),
      };
    case "sphere":
      return { ...settings, widths, examples: 20, batch: 7 };
    case "subspace":
      return { ...settings, widths, examples: 20, batch: 7, dims: 4 };
    case "hessian":
      return { ...settings, widths, examples: 20 };
    case "projected-hessian":
      return { ...settings, widths, examples: 20, directions: 2 };
    case "images":
      return { ...settings, examples: 4, batch: 2 };
    case "image-gradient":
      return { ...settings, examples: 2 };
  }
}

/** Parameters of 6-5-3, and what the other kinds change. */
function parametersOf(settings: Settings): number {
  switch (settings.kind) {
    case "gemm":
      return 64;
    case "subspace":
      return 4;
    case "projected-hessian":
      return 45;
    case "images":
    case "image-gradient":
      return imageParameters.get(JSON.stringify(settings.model))!;
    default:
      return 53;
  }
}

// As the chapter's sources state them, or layer by layer.
const imageParameters = new Map(
  ([
    [{ name: "alexnet", options: { width: 64, norm: "local" } }, 1387786],
    [{ name: "alexnet", options: { width: 16, norm: "batch" } }, 384986],
    [{ name: "alexnet", options: { width: 16, norm: "local" } }, 384922],
    [{ name: "densenet", options: { growth: 12, layers: 3, size: 16 } }, 29110],
    [{ name: "cnn", options: { channels: [16, 32, 32], hidden: 0, size: 16 } }, 15706],
    [{ name: "cnn", options: { channels: [16, 32, 32], hidden: 64, size: 16 } }, 23322],
    [{ name: "residual_cnn", options: { width: 16, size: 16 } }, 19930],
  ] as [ImageModel, number][]).map(([model, count]) => [JSON.stringify(model), count]),
);

Deno.test("cases have different names and count the operations of their products", () => {
  assertEquals(new Set(cases.map(({ name }) => name)).size, cases.length);
  const flops = (name: string): number => cases.find((one) => one.name === name)!.flops;
  assertEquals(flops("gemm"), 2147483648);
  // The 267 million of an epoch: 2 · 4000 · (2 · 40 · 298 + 3 · 298 · 10).
  assertEquals(flops("full batch 298"), 262240000);
});

Deno.test("prepare() makes loops with as many parameters as their settings say", async () => {
  for (const { settings } of cases) {
    const loop = await prepare(small(settings));
    assertEquals(loop.parameters, parametersOf(settings), JSON.stringify(settings));
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

Deno.test("PyTorch's side of every kind has as many parameters", { ignore: !python }, async () => {
  const kinds = new Map(cases.map(({ settings }) => [settings.kind, small(settings)]));
  for (const settings of kinds.values()) {
    const side = await startPyTorch(python!, settings);
    assertEquals(side.parameters, parametersOf(settings), JSON.stringify(settings));
    assertGreater((await side.run(2, 1)).ms, 0);
    await side.close();
  }
});

Deno.test("bench refuses a loop that it does not know", async () => {
  const args = ["run", "--quiet", "-A", `${projectRoot}test/bench/bench.ts`, "20.99"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assertEquals(code, 2);
  assertStringIncludes(new TextDecoder().decode(stderr), "There is no loop 20.99 to time.");
});
