import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { projectRoot } from "lib/files.ts";

/** The part of a document and of its elements that is read here. */
interface Element {
  readonly textContent: string;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): readonly Element[];
  closest(selector: string): Element | null;
  hasAttribute(name: string): boolean;
}

const program = `
import sys, nbformat
sys.path.insert(0, sys.argv[1])
from execute import page
print(page(nbformat.reads(sys.argv[2], as_version=4)))
`;

/** The page of a notebook with these cells. */
async function page(...cells: Record<string, unknown>[]): Promise<Element> {
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  const { python, env } = await ensureEnvironment();
  const { success, stdout, stderr } = await new Deno.Command(python, {
    args: ["-c", program, `${projectRoot}lib/cli`, JSON.stringify(notebook)],
    env,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const parsed: unknown = parseHTML(new TextDecoder().decode(stdout));
  return (parsed as { document: Element }).document;
}

function markdown(source: string) {
  return { cell_type: "markdown", id: crypto.randomUUID(), metadata: {}, source };
}

function code(source: string, metadata = {}) {
  const output = { output_type: "stream", name: "stdout", text: `the output of ${source}` };
  return {
    cell_type: "code",
    id: crypto.randomUUID(),
    metadata,
    source,
    outputs: [output],
    execution_count: 1,
  };
}

const folded = { jupyter: { source_hidden: true }, tags: ["hide-input"] };

Deno.test("the page folds the code of a tagged cell, and neither its output nor other code", async () => {
  const document = await page(
    markdown("# Title"),
    code("seen()"),
    code("// The <claims>\njudged()", folded),
    code("prepared()", folded),
  );
  const details = [...document.querySelectorAll("details")];
  assertEquals(details.map((some) => some.querySelector("summary")!.textContent), [
    "The <claims>",
    "Code",
  ]);
  for (const some of details) assert(!some.hasAttribute("open"), "a folded cell stands open");
  const inside = details.map((some) => some.querySelector(".highlight")!.textContent.trim());
  assertEquals(inside, ["// The <claims>\njudged()", "prepared()"]);
  assertEquals(document.querySelectorAll(".highlight").length, 3);
  const outputs = [...document.querySelectorAll(".jp-OutputArea-output")];
  assertEquals(outputs.length, 3);
  for (const output of outputs) assertEquals(output.closest("details"), null);
});

Deno.test("the page has the notebook's title, and asks for no script and no network", async () => {
  const document = await page(
    markdown("Before.\n\n# Figure 20.0: 1 < 2 & more\n\n## Part"),
    code("1", folded),
  );
  assertEquals(document.querySelector("title")!.textContent, "Figure 20.0: 1 < 2 & more");
  assertStringIncludes(document.querySelector("h1")!.textContent, "Figure 20.0: 1 < 2 & more");
  assertEquals(document.querySelectorAll("script, link, [src]").length, 0);
  for (const { textContent } of document.querySelectorAll("style")) {
    assert(!/@import|url\(["']?http/.test(textContent), "a style asks the network");
  }
});
