/// <reference lib="dom" />
import type { JudgedClaim } from "lib/notebook/judge.ts";
import { chartInPage } from "lib/web/chart.ts";
import { siteAddress } from "lib/web/address.ts";
import { runIn } from "lib/web/host.ts";
import { computeTasks } from "lib/web/pool.ts";

/** What came of a notebook that was computed in a page. */
export interface Computed {
  /** The claims, in order. */
  readonly claims: readonly JudgedClaim[];
  /** Number of pictures. */
  readonly pictures: number;
  /** Number of points that were computed in workers. */
  readonly points: number;
  /** Wall time. */
  readonly seconds: number;
}

const deaf = { onNews() {}, onResult() {} };

/**
 * Runs the cells of a notebook at quick scale in a page, the points of its sweeps in workers, and
 * draws its charts.
 *
 * @param experiments Name of the site's script with the functions of the notebook's sweeps.
 */
export async function computeNotebook(
  cells: () => Promise<void>,
  experiments: string,
): Promise<Computed> {
  const module = siteAddress(`js/${experiments}`);
  const claims: JudgedClaim[] = [];
  let pictures = 0;
  let points = 0;
  const started = performance.now();
  runIn({
    scale: "quick",
    async sweep(sweep, list) {
      const tasks = list.map((point) => ({ module, sweep, point }));
      points += tasks.length;
      return await computeTasks(tasks, deaf, navigator.hardwareConcurrency).results;
    },
    remember(name) {
      throw new Error(`${name}() was not computed.`);
    },
    show(charts, { alt }) {
      pictures++;
      for (const options of [charts].flat(2)) document.body.append(chartInPage(options, alt));
    },
    facts: (facts) => claims.push(...(facts.claims ?? []) as JudgedClaim[]),
    enter() {},
  });
  await cells();
  return { claims, pictures, points, seconds: (performance.now() - started) / 1000 };
}
