import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { catalogue, select } from "lib/cli/catalogue.ts";
import { parseOptions } from "lib/cli/options.ts";
import { countJunit } from "lib/cli/test.ts";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";

Deno.test("parseOptions() fills in what is not said", () => {
  assertEquals(parseOptions([]), {
    figures: [],
    scale: "standard",
    jobs: navigator.hardwareConcurrency,
    out: `${projectRoot}out`,
    update: false,
    fresh: false,
    cluster: "",
  });
});

Deno.test("parseOptions() reads figures and options in any order", () => {
  const options = parseOptions(["20.3", "--scale", "paper", "20.2", "--jobs=3", "--out", "/tmp/x"]);
  assertEquals(options?.figures, ["20.3", "20.2"]);
  assertEquals([options?.scale, options?.jobs, options?.out], ["paper", 3, "/tmp/x"]);
  assertEquals(parseOptions(["--cluster", "local:2"])?.cluster, "local:2");
});

Deno.test("parseOptions() computes anew what replaces the committed notebooks, but for paper", () => {
  assertEquals(parseOptions(["--update"])?.fresh, true);
  assertEquals(parseOptions(["--update", "--scale", "paper"])?.fresh, false);
});

for (
  const [args, problem] of [
    [["--scael", "quick"], "Unknown option '--scael'"],
    [["--scale", "huge"], 'There is no scale "huge"'],
    [["--scale"], "--scale"],
    [["--jobs", "0"], "--jobs needs a whole number"],
    [["--jobs", "two"], "--jobs needs a whole number"],
    [["--cluster", "nowhere"], '"nowhere" is no cluster'],
    [["--out", ""], "--out needs the name of a folder"],
    [["--update", "--scale", "quick"], "--update does not take quick results"],
  ] as const
) {
  Deno.test(`parseOptions() refuses ${args.join(" ")}`, () => {
    assertThrows(() => parseOptions([...args]), UserError, problem);
  });
}

Deno.test("select() gives the figures named, in order and once each", async () => {
  const all = await catalogue();
  assertEquals(await select([]), all);
  const some = await select(["20.3", "20.2", "20.3"]);
  assertEquals(some.map(({ figure }) => figure), ["20.2", "20.3"]);
});

Deno.test("select() names the figures there are when one does not exist", async () => {
  await assertRejects(() => select(["20.2", "21.1"]), UserError, "Choose from 20.1, 20.2, 20.3");
});

Deno.test("a command that the user can mend ends with one line and code 2", async () => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", `${projectRoot}lib/cli/figures.ts`, "21.1"],
  }).output();
  assertEquals(code, 2);
  assertEquals(stdout.length, 0);
  const lines = new TextDecoder().decode(stderr).trim().split("\n");
  assertEquals(lines.length, 1);
  assertEquals(lines[0]?.startsWith('There is no figure "21.1".'), true);
});

Deno.test("countJunit() adds up the suites", () => {
  const xml = `<testsuites name="all" tests="9" failures="9">
    <testsuite name="a" tests="3" disabled="1" errors="0" failures="0"></testsuite>
    <testsuite name="b" tests="4" disabled="0" errors="1" failures="2"></testsuite></testsuites>`;
  assertEquals(countJunit(xml), { passed: 3, failed: 3, skipped: 1 });
  assertEquals(countJunit(""), { passed: 0, failed: 0, skipped: 0 });
});
