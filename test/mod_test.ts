import { assert, assertEquals } from "@std/assert";
import { projectRoot } from "lib/files.ts";

interface Declaration {
  kind: string;
  jsDoc?: { doc?: string; tags?: { kind: string }[] };
}

Deno.test("everything that the library exports has a comment, and every function an example", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "--quiet", "lib/mod.ts"],
    cwd: projectRoot,
    stderr: "null",
  }).output();
  assert(success);
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const [{ symbols }] = Object.values(nodes) as [
    { symbols: { name: string; declarations: Declaration[] }[] },
  ];
  const lacking = symbols.filter(({ declarations }) => {
    const docs = declarations.map(({ jsDoc }) => jsDoc);
    if (!docs.some((jsDoc) => jsDoc?.doc)) return true;
    return declarations.some(({ kind }) => kind === "function") &&
      !docs.some((jsDoc) => jsDoc?.tags?.some(({ kind }) => kind === "example"));
  });
  assertEquals(lacking.map(({ name }) => name), []);
});
