import { assert, assertEquals } from "@std/assert";
import { parseTable } from "./check_table.ts";
import { catalogue } from "lib/cli/catalogue.ts";
import * as d3 from "lib/d3.ts";
import { readCommittedRuns } from "lib/notebook/committed_runs.ts";
import type { JudgedClaim } from "lib/notebook/judge.ts";
import { facts, readNotebook } from "lib/notebook/notebook_file.ts";
import { dataCsv } from "lib/tables/all.ts";

/** A row of a table as it is written. */
type Row = Readonly<Record<string, string>>;

/** A claim of a committed notebook, whose values follow from the table of its figure. */
interface Check {
  readonly figure: string;
  readonly claim: string;
  /** The values of the claim, one a seed, from the rows of one seed. */
  value(rows: readonly Row[]): number;
}

/** The rows with these texts in some columns. */
function where(rows: readonly Row[], wanted: Row): Row[] {
  return rows.filter((row) => Object.entries(wanted).every(([name, text]) => row[name] === text));
}

/** The number in a column of the one row with these texts. */
function only(rows: readonly Row[], wanted: Row, column: string): number {
  const found = where(rows, wanted);
  assertEquals(found.length, 1, JSON.stringify(wanted));
  return Number(found[0]![column]);
}

/** Where a column is first at a level: the number in another column. */
function first(rows: readonly Row[], isThere: (row: Row) => boolean, column: string): number {
  return Number(rows.find(isThere)![column]);
}

const checks: readonly Check[] = [{
  figure: "20.1",
  claim: "fit-with-batch-norm",
  value(rows) {
    const last = (data: string): number =>
      Number(where(rows, { normalization: "batch", data }).at(-1)!.step);
    const gaussian = last("Gaussian pixels");
    return Math.min(gaussian - last("true labels"), last("random labels") - gaussian);
  },
}, {
  figure: "20.2",
  claim: "fourth-layer",
  value(rows) {
    const epochs = (hidden_layers: string): number =>
      first(
        where(rows, { labels: "random", hidden_layers }),
        (row) => Number(row.training_error_percent) <= 1,
        "epoch",
      );
    return epochs("3") / epochs("4");
  },
}, {
  figure: "20.4",
  claim: "much-slower",
  value(rows) {
    const steps = (alpha: string): number =>
      first(
        where(rows, { series: "He", alpha }),
        (row) => Number(row.training_accuracy_percent) >= 99,
        "step",
      );
    return steps("8") / steps("1");
  },
}, {
  figure: "20.9",
  claim: "falls-with-dimensions",
  value(rows) {
    const atPeak = rows.filter((row) =>
      Math.abs(Number(row.log10_squared_radius_ratio) - 1 / 3) < 0.01
    );
    const share = (dimensions: string): number =>
      only(atPeak, { varied: "radius", dimensions }, "positive_eigenvalues_percent") / 100;
    return share("50") - share("100");
  },
}, {
  figure: "20.11",
  claim: "generalization",
  value(rows) {
    const accuracy = (place: string): number => only(rows, { place }, "test_accuracy_percent");
    return accuracy("small batch") - accuracy("large batch");
  },
}, {
  figure: "20.13",
  claim: "generalization-takes-much-longer",
  value(rows) {
    const large = where(rows, { change: "none", alpha: "8", weight_decay: "0.1" });
    const learned = first(large, (row) => Number(row.test_accuracy_percent) >= 80, "step");
    return learned / first(large, (row) => Number(row.training_accuracy_percent) >= 99, "step");
  },
}, {
  figure: "20.14",
  claim: "indistinguishable",
  value(rows) {
    const sure = where(rows, { method: "L-BFGS", asked_probability_percent: "90" });
    return d3.median(sure, (row) => Number(row.rms_change_255ths) / 255)!;
  },
}, {
  figure: "20.15",
  claim: "ninety-percent",
  value(rows) {
    const error = (way: string, weights_kept_percent: string): number =>
      only(rows, { way, weights_kept_percent }, "test_error_percent");
    return error("at once", "10") - error("whole", "100");
  },
}, {
  figure: "20.16",
  claim: "logits-help",
  value(rows) {
    const accuracy = (learns_from: string): number =>
      only(rows, { network: "student", labels: "200", learns_from }, "test_accuracy_percent");
    return accuracy("labels and logits") - accuracy("labels");
  },
}];

const notebooks = await catalogue();

for (const { figure, claim, value } of checks) {
  Deno.test(`figure ${figure}: its table has what the claim "${claim}" was measured by`, async () => {
    const { stem, path } = notebooks.find((notebook) => notebook.figure === figure)!;
    const { rows } = parseTable(await dataCsv(stem, await readCommittedRuns(stem)) as string);
    const { claims } = facts(await readNotebook(path)) as { claims: JudgedClaim[] };
    const { values } = claims.find(({ id }) => id === claim)!;
    const found = d3.groups(rows, ({ seed }) => seed).map(([, ofSeed]) => value(ofSeed));
    assertEquals(found.length, values!.length);
    for (const [i, one] of found.entries()) {
      assert(Math.abs(one - values![i]!) < 1e-7 * Math.max(1, Math.abs(one)), `${one}`);
    }
  });
}
