import { assertEquals } from "@std/assert";
import { openPage } from "lib/cli/browser.ts";

Deno.test("openPage() passes the page to the program", async () => {
  const code = "Deno.writeTextFileSync(Deno.args[0], 'opened');";
  const [program, page] = [await Deno.makeTempFile({ suffix: ".ts" }), await Deno.makeTempFile()];
  await Deno.writeTextFile(program, code);
  const command = [Deno.execPath(), "run", "--no-config", "-A", "-q", program, page];
  assertEquals(await openPage(page, command), undefined);
  while (await Deno.readTextFile(page) === "") await new Promise((next) => setTimeout(next, 50));
});

Deno.test("openPage() says so where there is no browser", async () => {
  const sentence = (name: string) =>
    `No browser could be opened (${name} did not work): open /tmp/x.html yourself.`;
  assertEquals(await openPage("/tmp/x.html", ["no-such-program"]), sentence("no-such-program"));
  const failing = [Deno.execPath(), "no-such-command"];
  assertEquals(await openPage("/tmp/x.html", failing), sentence(Deno.execPath()));
});
