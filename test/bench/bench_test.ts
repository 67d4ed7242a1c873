import { assertAlmostEquals, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { projectRoot } from "lib/files.ts";
import { cases, type ImageModel, type Settings } from "./cases.ts";
import { prepare } from "./loops.ts";
import { measure, type Row } from "./measure.ts";
import { peers } from "./peers.ts";
import { startOurs, startPeer } from "./side.ts";
import { markdown, rowLine } from "./table.ts";

/** The settings of a case with sizes that take no time. */
function small(settings: Settings): Settings {
  const widths = [6, 5, 3];
  const data = { widths, examples: 21, batch: 7 };
  switch (settings.kind) {
    case "gemm":
      return { kind: "gemm", size: 8 };
    case "train":
      return {
        ...settings,
        widths,
        examples: 21,
        ...(settings.batch && { batch: 7 }),
        ...(settings.keep && { keep: 0.5 }),
      };
    case "sphere":
      return { ...settings, ...data };
    case "subspace":
      return { ...settings, ...data, dims: 4 };
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

Deno.test("measure() compares a case with the ceiling, without peers", async () => {
  const gemm: Settings = { kind: "gemm", size: 64 };
  const ceiling = { ...await startOurs(gemm), flops: 2 * 64 ** 3 };
  const one = { name: "same", figure: "", flops: ceiling.flops, settings: gemm };
  const rows = await measure(one, ceiling);
  await ceiling.close();
  assertEquals(rows.map(({ cores }) => cores), [1, 2]);
  for (const row of rows) {
    assertEquals(row.peers, []);
    assertEquals(row.ratio, null);
    assertGreater(Math.min(row.oursMs, row.ceilingShare), 0);
    assertGreater(row.peakMb, 10);
  }
});

for (const peer of peers) {
  const python = Deno.env.get(peer.variable) ?? "";
  Deno.test(`${peer.name}'s side computes the same`, { ignore: python === "" }, async () => {
    const others = cases.filter(({ name }) => !name.startsWith("full batch "));
    for (const { name, settings } of [cases[1]!, ...others]) {
      if (!peer.has(settings.kind)) continue;
      const less = small(settings);
      const side = await startPeer({ peer, python }, less, 1);
      const { ms, result } = await side.run(3, 1);
      await side.close();
      assertEquals(side.parameters, parametersOf(less), name);
      assertGreater(ms, 0);
      const ours = await (await prepare(less)).run(3);
      // Nothing is compared of the networks for images.
      if (typeof ours === "number") assertAlmostEquals(result!, ours, 1e-4 * Math.abs(ours), name);
    }
  });
}

Deno.test("tables compare with the better peer, and show what is missing", () => {
  const row = (cores: number, ratio: number): Row => ({
    name: "loop",
    figure: "20.2",
    cores,
    oursMs: 3 * ratio,
    peers: [{ name: "PyTorch", ms: 3, peakMb: 9 }],
    ratio,
    ceilingShare: 0.5,
    peakMb: 7,
  });
  const torch = { peer: peers[0]!, python: "" };
  const cells = rowLine(row(1, 0.7), [torch]).trim().split(/ {2,}/);
  assertEquals(
    cells,
    ["loop", "20.2", "1", "2.10", "3.00", "not installed", "0.70", "50 %", "7", "9", "–"],
  );
  assertEquals(
    markdown([row(1, 0.7), row(2, 0.8)]).split("\n").at(-1),
    "| loop | 20.2 | 0.70 | 0.80 | 2.1 / 2.4 | 3.0 / 3.0 | – | 50 % |",
  );
});

Deno.test("bench refuses a loop that it does not know", async () => {
  const args = ["run", "--quiet", "-A", `${projectRoot}test/bench/bench.ts`, "20.99"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assertEquals(code, 2);
  assertStringIncludes(new TextDecoder().decode(stderr), "There is no loop 20.99 to time.");
});
