import simdWasm from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};
import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import digests from "./digests.json" with { type: "json" };
import { digestOf } from "./digest.ts";
import { shortRuns } from "./short_runs.ts";
import { assertNoProblems, chromium, openSite } from "../site/site.ts";
import { cifar10Rows } from "lib/datasets/cifar10_files.ts";
import { projectRoot, writeFileAtomic } from "lib/files.ts";
import { readNotebook } from "lib/notebook/notebook_file.ts";
import { bundle } from "lib/web/build/bundle.ts";
import { notebookModules } from "lib/web/build/notebook_modules.ts";
import { keyOf } from "lib/web/build/panels.ts";
import { dataPath } from "lib/web/data_parts.ts";

if (chromium === undefined) {
  console.log("No page computes the same digits: no Chromium was found (see CHROMIUM_PATH).");
}

/** What `print_digests.ts` prints, with these variables and options of Deno. */
async function digestsInDeno(
  env: Record<string, string>,
  options: readonly string[] = [],
): Promise<Record<string, string>> {
  const script = `${projectRoot}test/exact/print_digests.ts`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--frozen", "-A", ...options, script],
    env,
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("UDL_EXACT=1 gives the committed digits", async () => {
  assertEquals(await digestsInDeno({ UDL_EXACT: "1", UDL_WORKERS: "2" }), digests);
});

Deno.test("UDL_EXACT=1 gives them as on an old processor, with one worker, too", async () => {
  const old = "--v8-flags=--no-enable-avx,--no-enable-avx2,--no-enable-fma3";
  assertEquals(await digestsInDeno({ UDL_EXACT: "1", UDL_WORKERS: "1" }, [old]), digests);
});

/** The scripts of a page that computes the runs, and of its workers. */
async function writeScripts(outdir: string): Promise<void> {
  const modules: Record<string, string> = {
    worker:
      'import { serveTasks } from "lib/web/worker.ts";\nserveTasks((name) => import(name));\n',
    page: `export * from "${new URL("./compute_in_page.ts", import.meta.url)}";\n`,
  };
  for (const { stem } of shortRuns) {
    const notebook = await readNotebook(`${projectRoot}notebooks/${stem}.ipynb`);
    modules[`experiments_${keyOf({ stem })}`] = notebookModules(notebook).experiments;
  }
  await bundle({ modules, entries: Object.keys(modules), outdir });
}

/** The first photographs, as a site has them. */
async function writePhotographs(folder: string): Promise<void> {
  for (const part of ["train", "test"] as const) {
    const blocks = await Array.fromAsync(cifar10Rows(part, 100));
    const rows = await new Blob(blocks as BlobPart[]).bytes();
    await writeFileAtomic(`${folder}/${dataPath(`cifar10-${part}`, 0)}`, gzipSync(rows));
  }
}

Deno.test({
  name: "a page gives the committed digits",
  ignore: chromium === undefined,
  async fn() {
    const folder = await Deno.makeTempDir();
    await writeScripts(`${folder}/js`);
    await writePhotographs(folder);
    await writeFileAtomic(`${folder}/tfjs/tfjs-backend-wasm-simd.wasm`, simdWasm);
    await writeFileAtomic(
      `${folder}/index.html`,
      '<!doctype html><html lang="en"><title>Runs</title><link rel="icon" href="data:,"></html>',
    );
    await using site = await openSite(folder, "");
    await using opened = await site.open("index.html");
    /** What a function of the page's script writes. */
    async function written(call: string): Promise<string> {
      return await opened.page.evaluate(
        `import("./js/page.js").then((page) => page.${call})`,
      ) as string;
    }
    const found: Record<string, string> = {
      elementary: digestOf(await written("writtenValues()")),
    };
    for (const { stem, sweep, points } of shortRuns) {
      const given = JSON.stringify([`experiments_${keyOf({ stem })}.js`, sweep, points]);
      found[sweep] = digestOf(await written(`writtenResults(...${given})`));
    }
    assertEquals(found, digests);
    assertNoProblems(opened);
  },
});
