import { assert, assertEquals } from "@std/assert";
import MarkdownIt from "markdown-it";
import { catalogue } from "lib/cli/catalogue.ts";
import { readNotebook, text } from "lib/notebook/notebook_file.ts";
import { projectRoot } from "lib/files.ts";

/** The text of each item of the outermost numbered lists in Markdown. */
function numberedItems(markdown: string): string[] {
  const items: string[] = [];
  let isNumbered = false;
  for (const { type, level, content } of new MarkdownIt().parse(markdown, {})) {
    if (level === 0) isNumbered = type === "ordered_list_open";
    if (!isNumbered || level === 0) continue;
    if (level === 1 && type === "list_item_open") items.push("");
    items[items.length - 1] += content;
  }
  return items;
}

/** The Markdown below a heading, up to the end of the text. */
function below(heading: string, markdown: string): string {
  const lines = markdown.split("\n");
  const at = lines.indexOf(heading);
  return at === -1 ? "" : lines.slice(at + 1).join("\n");
}

Deno.test("numberedItems() finds the outermost items, with all their paragraphs, and no others", () => {
  const markdown =
    "Before.\n\n1. One.\n\n   - in it\n\n   ```ts\n   code\n   ```\n\n2.\n3. Three.\n\nAfter.";
  assertEquals(numberedItems(markdown), ["One.in itcode\n", "", "Three."]);
});

for (const { figure, stem, path } of await catalogue()) {
  Deno.test(`each exercise of figure ${figure} has an answer with a number in it`, async () => {
    const { cells } = await readNotebook(path);
    const exercises = cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .flatMap(({ source }) => numberedItems(below("## Exercises", text(source))));
    assert(exercises.length > 0, "the notebook has no exercises");

    const file = `${projectRoot}notebooks/answers/${stem.slice(0, "20_01".length)}.md`;
    const answers = numberedItems(await Deno.readTextFile(file));
    assertEquals(answers.length, exercises.length);
    answers.forEach((answer, i) => {
      assert(/\d/.test(answer), `answer ${i + 1} says nothing that was measured`);
    });
  });
}
