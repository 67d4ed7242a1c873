import { checks, deno } from "./checks.ts";
import { ensureEnvironment } from "./environment.ts";
import { main } from "./main.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Adds up the attributes of the test suites in a JUnit report. */
export function countJunit(xml: string): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite] of xml.matchAll(/<testsuite [^>]*>/g)) {
    const count = (name: string): number =>
      Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    counts.failed += failed;
    counts.skipped += count("disabled");
    counts.passed += count("tests") - failed - count("disabled");
  }
  return counts;
}

/** The folders whose tests take longest, which begin so that no core idles at the end. */
const longest = ["test/site", "test/sweep"];

/** Runs the checks and all tests, and prints how many passed and failed as the last line. */
async function test(): Promise<number> {
  await ensureEnvironment();
  const folder = await Deno.makeTempDir();
  // Temporary files of tests and examples are removed together with this folder.
  for (const name of ["TMPDIR", "TMP", "TEMP"]) Deno.env.set(name, folder);
  // Two files at a time, longest first: many tests start processes of their own, or wait for one.
  if (!Deno.env.get("DENO_JOBS")) Deno.env.set("DENO_JOBS", "2");
  // What several test files need is made once, and lies here.
  Deno.env.set("UDL_TEST_FOLDER", `${folder}/shared`);
  try {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const { name, run } of checks(folder)) {
      const ok = await run();
      console.log(`${name} ... ${ok ? "ok" : "FAILED"}`);
      counts[ok ? "passed" : "failed"]++;
    }
    const report = `${folder}/junit.xml`;
    const ok = await deno(
      "test",
      "-A",
      "--quiet",
      "--no-check", // the types, those of examples among them, have been checked
      "--doc",
      "--parallel",
      `--junit-path=${report}`,
      ...longest,
      "lib",
      "test",
    );
    const found = countJunit(await Deno.readTextFile(report).catch(() => ""));
    // A run that ends before its report, or fails outside a test, must not pass.
    if (!ok && found.failed === 0) found.failed = 1;
    const passed = counts.passed + found.passed;
    const failed = counts.failed + found.failed;
    if (found.skipped > 0) console.log(`${found.skipped} skipped, for the reasons given above`);
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main(test);
