import { parse } from "@babel/parser";
import { stripTypeScriptTypes } from "node:module";
import { notebooksDir } from "lib/cli/catalogue.ts";
import { readNotebook, text } from "lib/notebook/notebook_file.ts";
import type { SweepFunction } from "lib/sweep/run_points.ts";

/** The function that a notebook hands to its first `sweep()`, in JavaScript. */
export async function sweepFunction(
  stem: string,
): Promise<SweepFunction<unknown, unknown>> {
  const { cells } = await readNotebook(`${notebooksDir}/${stem}.ipynb`);
  const cell = cells.map(({ source }) => text(source)).find((code) =>
    code.includes("await sweep(")
  );
  const code = stripTypeScriptTypes(cell!);
  const [tree] = parse(code, { sourceType: "module" }).program.body.flatMap((statement) =>
    statement.type === "VariableDeclaration" ? statement.declarations : []
  ).flatMap(({ init }) =>
    init?.type === "AwaitExpression" && init.argument.type === "CallExpression"
      ? [init.argument.arguments[1]!]
      : []
  );
  return (0, eval)(`(${code.slice(tree!.start!, tree!.end!)})`);
}
