import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path";
import * as experiment from "lib/experiment.ts";
import { projectRoot } from "lib/files.ts";
import {
  figures,
  type Run,
  type Surroundings,
  trialCheckout,
  trialLoss,
  trialSeeds,
} from "./checkout.ts";
import { apart, ownMounts, ownNetwork } from "./namespaces.ts";

const linux = Deno.build.os === "linux";
const posix = Deno.build.os !== "windows";
const namespaces = ownMounts && ownNetwork;

/** A checkout whose path has spaces and letters beyond ASCII, for all tests of this file. */
const checkout = `${await Deno.makeTempDir()}/Why does it work – 學 é`;
const cache = await Deno.makeTempDir();
const folder = await Deno.makeTempDir();

let prepared: Promise<void> | undefined;

async function run(surroundings: Surroundings): Promise<Run> {
  prepared ??= trialCheckout(checkout);
  await prepared;
  return await figures(checkout, surroundings);
}

/** The losses of the trial, computed here. */
async function expectedLosses(): Promise<number[]> {
  const context = { signal: new AbortController().signal } as Parameters<typeof trialLoss>[2];
  const results = trialSeeds.map((seed) => trialLoss({ seed }, experiment, context));
  return (await Promise.all(results)).map(({ loss }) => loss);
}

const readOnly = [checkout, dirname(await Deno.realPath(`${projectRoot}.venv/bin`))].map((path) =>
  `mount --bind "${path}" "${path}"\nmount -o remount,bind,ro "${path}"`
).join("\n");
const fullDisk = `mount -t tmpfs -o size=16k tmpfs "${folder}"
head -c 100000 /dev/zero > "${folder}/filler" 2>/dev/null || true`;
const loopback = "ip link set lo up";

const noLibrary = await Deno.makeTempFile({ suffix: ".so" });
await Deno.writeTextFile(noLibrary, "no library");

const same: readonly (Surroundings & { name: string; ignore?: boolean; says?: string })[] = [
  { name: "in a path with spaces and letters beyond ASCII" },
  {
    name: "on one core, in another time zone and language (Linux)",
    under: ["taskset", "-c", "0"],
    env: { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "" },
    ignore: !linux,
  },
  {
    name: "without HOME, without a TMPDIR that exists, and in the C locale (not Windows)",
    under: ["env", "-u", "HOME"],
    env: { TMPDIR: "/nonexistent", LC_ALL: "C" },
    ignore: !posix,
  },
  {
    name: "with everything read-only but the cache and the results (own namespaces)",
    under: apart(`${loopback}\nmount -t tmpfs -o ro tmpfs ${folder}\n${readOnly}`),
    env: { HOME: folder, UDL_CACHE: cache },
    ignore: !namespaces,
  },
  {
    name: "without a network, and with a full TMPDIR (own namespaces)",
    under: apart(`${loopback}\n${fullDisk}`),
    env: { TMPDIR: folder },
    ignore: !namespaces,
  },
  {
    name: "with a UDL_BLAS that is missing",
    env: { UDL_BLAS: "/nonexistent.so" },
    says: "Skipped the BLAS library /nonexistent.so: ",
  },
  {
    name: "with a UDL_BLAS that is no library",
    env: { UDL_BLAS: noLibrary },
    says: `Skipped the BLAS library ${noLibrary}: `,
  },
];

for (const { name, ignore = false, says = "", ...surroundings } of same) {
  Deno.test({
    name: `the command measures the same ${name}`,
    ignore,
    async fn() {
      const { code, text, losses } = await run(surroundings);
      assertEquals([code, losses], [0, await expectedLosses()], text);
      assertStringIncludes(text, says);
    },
  });
}

Deno.test("the command measures nearly the same without OpenBLAS, and says so", async () => {
  const { code, text, losses } = await run({ env: { UDL_BLAS: "none" } });
  assertEquals(code, 0, text);
  assertStringIncludes(text, "Matrix products are computed by: built-in WASM SIMD.");
  for (const [i, loss] of (await expectedLosses()).entries()) {
    assertAlmostEquals(losses[i]!, loss, 1e-3);
  }
});

Deno.test("two commands at once in one checkout both measure the same", async () => {
  const runs = await Promise.all([run({}), run({})]);
  const expected = await expectedLosses();
  for (const { code, text, losses } of runs) assertEquals([code, losses], [0, expected], text);
});

const refused: readonly (Surroundings & { name: string; sentence: string })[] = [
  {
    name: "without a loopback interface",
    under: apart(":"),
    sentence:
      "Jupyter cannot reach its kernels at 127.0.0.1: Network is unreachable (os error 101)." +
      " Bring up this machine's loopback interface (on Linux: `ip link set lo up`).",
  },
  {
    name: "in a read-only checkout",
    under: apart(`${loopback}\n${readOnly}`),
    sentence: `${checkout}/data/cache/environment.lock cannot be written: the disk is read-only. ` +
      "Set UDL_CACHE to another folder.",
  },
  {
    name: "with a full cache",
    under: apart(`${loopback}\n${fullDisk}`),
    env: { UDL_CACHE: folder },
    sentence: `${folder}/jupyter/config/labconfig/page_config.json cannot be written: no space ` +
      "left on the disk. Free some space, or set UDL_CACHE to another folder.",
  },
];

for (const { name, sentence, ...surroundings } of refused) {
  Deno.test({
    name: `the command says in a sentence that it cannot run ${name} (own namespaces)`,
    ignore: !namespaces,
    async fn() {
      const { code, text } = await run(surroundings);
      assertEquals([code, text.trim()], [2, sentence]);
    },
  });
}
