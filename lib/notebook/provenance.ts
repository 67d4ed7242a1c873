import config from "../../deno.json" with { type: "json" };
import { blasBackend } from "../compute/blas.ts";
import { display, factsMime } from "./display.ts";
import { duration } from "./progress_line.ts";
import { session } from "./session.ts";
import { writeRuns } from "./stored_runs.ts";
import { sweepTotals } from "./sweep.ts";
import { checkKeys } from "../options.ts";

/** The version that `deno.json` pins a package to. */
function pinned(name: keyof typeof config.imports): string {
  return config.imports[name].replace(/^.*@/, "");
}

/** The variables that name own copies of data in place of the downloads, where they are set. */
function ownData(): string {
  const names = ["UDL_MNIST_DIR", "UDL_CIFAR10_ARCHIVE"].filter((name) => Deno.env.get(name));
  return names.length === 0 ? "" : `own data by ${names.join(", ")}`;
}

/** Where the runs were computed: with how many workers of a cluster, or cores of this machine. */
function machine(clusterWorkers: number): string {
  if (clusterWorkers === 0) return `${navigator.hardwareConcurrency} cores`;
  return clusterWorkers === 1 ? "1 Dask worker" : `${clusterWorkers} Dask workers`;
}

/**
 * Ends a notebook with one line on how its results were obtained, and passes the same facts to the
 * command line: scale, seeds, backend, versions, time, and deviations from the publication.
 *
 * @example Usage
 * ```ts
 * import { provenance } from "lib/notebook/provenance.ts";
 * import { setup } from "lib/notebook/session.ts";
 *
 * await setup({ figure: "20.2", seed: 1, scale: "quick" });
 * await provenance({ deviations: ["A learning rate of 0.1 in place of 0.0025."] });
 * ```
 */
export async function provenance(
  options: {
    /** The seeds of the runs; by default the session's own. */
    readonly seeds?: readonly number[];
    /** Each difference from the published protocol, as a sentence. */
    readonly deviations: readonly string[];
  },
): Promise<void> {
  checkKeys(options, ["seeds", "deviations"], "provenance()");
  const { seeds = [session().seed], deviations } = options;
  const { figure, scale, started } = session();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const versions = {
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    plot: pinned("@observablehq/plot"),
  };
  const { cached, total, otherBackends, clusterWorkers } = sweepTotals();
  const backend = [blasBackend(), ...otherBackends].join(" and ");
  const runs = total === 0 ? "" : `${total} runs, ${cached} of them read from the cache`;
  const line = [
    figure === undefined ? `At ${scale} scale` : `Figure ${figure} at ${scale} scale`,
    seeds.length === 0 ? "" : `seed${seeds.length === 1 ? "" : "s"} ${seeds.join(", ")}`,
    `Deno ${versions.deno}`,
    `Plot ${versions.plot}`,
    backend,
    machine(clusterWorkers),
    runs,
    ownData(),
    `${duration(seconds)} on ${new Date().toISOString().slice(0, 10)}`,
  ].filter(Boolean).join(" · ");
  const list = deviations.map((text) => `- ${text}`).join("\n");
  const markdown = deviations.length === 0
    ? line
    : `Deviations from the publication:\n\n${list}\n\n${line}`;
  const facts = { figure, scale, seeds, backend, versions, seconds, cached, deviations };
  await writeRuns();
  await display({ "text/markdown": markdown, "text/plain": markdown, [factsMime]: facts });
}
