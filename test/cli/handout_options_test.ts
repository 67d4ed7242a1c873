import { assertEquals, assertThrows } from "@std/assert";
import { parseOptions } from "lib/cli/handout_options.ts";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";

Deno.test("parseOptions() of handouts fills in what is not said", () => {
  assertEquals(parseOptions([]), {
    figures: [],
    pdf: false,
    paper: "a4",
    answers: false,
    code: false,
    slides: false,
    site: undefined,
    out: `${projectRoot}out`,
  });
});

Deno.test("parseOptions() of handouts gives the site's address a slash at its end", () => {
  const site = (address: string) => parseOptions(["--site", address])?.site?.href;
  assertEquals(site("https://example.org/udl"), "https://example.org/udl/");
  assertEquals(site("https://example.org/udl/"), "https://example.org/udl/");
});

for (
  const [args, problem] of [
    [["--pfd"], "Unknown option '--pfd'"],
    [["--paper", "a5"], 'There is no paper "a5". Choose a4 or letter.'],
    [["--site", "here"], "--site needs an address such as https://example.org/figures"],
    [["--site", "file:///tmp"], "--site needs an address"],
    [["--out", ""], "--out needs the name of a folder"],
  ] as const
) {
  Deno.test(`parseOptions() of handouts refuses ${args.join(" ")}`, () => {
    assertThrows(() => parseOptions([...args]), UserError, problem);
  });
}
