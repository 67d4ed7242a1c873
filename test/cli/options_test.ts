import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { relative } from "node:path";
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
    parameters: [],
    out: `${projectRoot}out`,
    open: false,
    update: false,
    fresh: false,
    exact: false,
    cluster: "",
  });
});

Deno.test("parseOptions() reads figures and options in any order", () => {
  const options = parseOptions(["20.3", "--scale", "paper", "20.2", "--jobs=3", "--out", "/tmp/x"]);
  assertEquals(options?.figures, ["20.3", "20.2"]);
  assertEquals([options?.scale, options?.jobs, options?.out], ["paper", 3, "/tmp/x"]);
  assertEquals(parseOptions(["--cluster", "local:2"])?.cluster, "local:2");
  // Notebooks are executed in another folder.
  const file = `${projectRoot}deno.json`;
  assertEquals(parseOptions(["--cluster", relative(Deno.cwd(), file)])?.cluster, file);
});

Deno.test("parseOptions() computes anew what replaces the committed notebooks, but for paper", () => {
  assertEquals(parseOptions(["--update"])?.fresh, true);
  assertEquals(parseOptions(["--update", "--scale", "paper"])?.fresh, false);
});

Deno.test("parseOptions() reads parameters, whose results get a folder of their own", () => {
  const args = ["20.13", "-p", "weightDecay=0.3", "-p", "starts=[{ alpha: 1, steps: 10 }]"];
  const options = parseOptions(args);
  assertEquals(options?.parameters, [
    { name: "weightDecay", text: "0.3" },
    { name: "starts", text: "[{ alpha: 1, steps: 10 }]" },
  ]);
  assertEquals(options?.out, `${projectRoot}out/changed`);
  assertEquals(parseOptions([...args, "--out", "/tmp/x"])?.out, "/tmp/x");
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
    [["20.13", "-p", "a=1", "--update"], "--update does not take results of changed parameters"],
    [["-p", "a=1"], "-p needs to know the figure"],
    [["20.13", "-p", "weightDecay"], '-p needs a name and a value, not "weightDecay"'],
    [["20.13", "-p"], "'-p, --parameter"],
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

for (
  const [args, problem] of [
    [["21.1"], 'There is no figure "21.1".'],
    [
      ["20.13", "-p", "decay=0.3"],
      'Figure 20.13 has no parameter "decay". Did you mean "weightDecay"?',
    ],
  ] as const
) {
  Deno.test(`figures ${args.join(" ")} ends with one line and code 2`, async () => {
    const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", `${projectRoot}lib/cli/figures.ts`, ...args],
    }).output();
    assertEquals(code, 2);
    assertEquals(stdout.length, 0);
    const lines = new TextDecoder().decode(stderr).trim().split("\n");
    assertEquals(lines.length, 1);
    assert(lines[0]!.startsWith(problem), lines[0]);
  });
}

Deno.test("countJunit() adds up the suites", () => {
  const xml = `<testsuites name="all" tests="9" failures="9">
    <testsuite name="a" tests="3" disabled="1" errors="0" failures="0"></testsuite>
    <testsuite name="b" tests="4" disabled="0" errors="1" failures="2"></testsuite></testsuites>`;
  assertEquals(countJunit(xml), { passed: 3, failed: 3, skipped: 1 });
  assertEquals(countJunit(""), { passed: 0, failed: 0, skipped: 0 });
});

Deno.test("parseOptions() computes exactly if it or the environment is asked to", () => {
  assertEquals(parseOptions(["--exact"])?.exact, true);
  Deno.env.set("UDL_EXACT", "1");
  assertEquals(parseOptions([])?.exact, true);
  Deno.env.delete("UDL_EXACT");
});
