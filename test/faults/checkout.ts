import { cp } from "node:fs/promises";
import { ownNotebook } from "lib/cli/catalogue.ts";
import type { Result } from "lib/cli/result.ts";
import { projectRoot } from "lib/files.ts";
import type { SweepFunction } from "lib/sweep/run_points.ts";
import { writeTrial } from "../cli/trial.ts";

const setup = `import { claims, numbers, Plot, provenance, setup, show, sweep } from "lib/mod.ts";
void await setup({ figure: "20.2", seed: 1 });`;

/** The experiment of the trial: the loss of a small network after 100 steps. */
export const trialLoss: SweepFunction<{ seed: number }, { loss: number }> = async (
  { seed },
  lib,
) => {
  const { train } = await lib.mnist1d({ train: 200 });
  const net = lib.mlp([40, 30, 10]);
  const surface = net.surface(train);
  const phi = net.init(lib.random(seed, "init"));
  await lib.train(surface, phi, lib.sgd({ learningRate: 0.1 }), { steps: 100 });
  return { loss: surface.loss(phi) };
};

/** Its seeds. */
export const trialSeeds: readonly number[] = [1, 2];

const training = `
const points = [${trialSeeds}].map((seed) => ({ seed }));
const runs = await sweep(points, ${trialLoss}, { name: "trial" });
await show({ marks: [Plot.lineY(runs.map(({ loss }) => loss))] }, { alt: "A line." });`;

const measuring = `
await claims([{
  id: "falls",
  kind: "check",
  statement: "The loss falls to less than 2.",
  measured: runs.map(({ loss }) => loss).join(),
  threshold: numbers(2),
  scales: "all",
  holds: () => runs.every(({ loss }) => loss < 2),
}], { untested: "nothing" });`;

const end = `await provenance({ deviations: [] });`;

/** Name of the only notebook of a trial checkout; its figure is 20.2. */
const stem = "20_02_trial";

/**
 * Copies the project to a new folder, with a single notebook that trains two small networks in a
 * sweep, and with the Jupyter of this project.
 */
export async function trialCheckout(folder: string): Promise<void> {
  for (const name of ["lib", "deno.json", "deno.lock", "requirements.txt"]) {
    await cp(projectRoot + name, `${folder}/${name}`, { recursive: true });
  }
  await cp(`${projectRoot}notebooks/${ownNotebook}`, `${folder}/notebooks/${ownNotebook}`);
  await Deno.symlink(`${projectRoot}.venv`, `${folder}/.venv`);
  await writeTrial(`${folder}/notebooks/${stem}.ipynb`, [
    "# Trial",
    setup,
    training,
    measuring,
    end,
  ]);
}

/** How the command is run in a trial checkout. */
export interface Surroundings {
  /** Variables that differ from those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program with its arguments, which starts the command that follows them. */
  readonly under?: readonly string[];
}

/** What came of a run of the command. */
export interface Run {
  /** Exit code. */
  readonly code: number;
  /** All that the command printed. */
  readonly text: string;
  /** The losses that the notebook measured, in all their digits; none where it did not run. */
  readonly losses: readonly number[];
}

/** Where Deno keeps packages and compiled code: in the user's home, which some runs do without. */
async function denoDir(): Promise<string> {
  const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(info.stdout)).denoDir;
}

/** Runs `deno task figures` in a trial checkout, at quick scale and without results of other runs. */
export async function figures(
  checkout: string,
  { env, under = [] }: Surroundings = {},
): Promise<Run> {
  const out = await Deno.makeTempDir();
  const own = ["task", "--quiet", "figures", "--scale", "quick", "--fresh", "--out", out];
  const [program, ...rest] = [...under, Deno.execPath(), ...own];
  const command = new Deno.Command(program as string, {
    args: rest,
    cwd: checkout,
    env: Object.assign({ DENO_DIR: await denoDir() }, env),
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, text: decode(stdout) + decode(stderr), losses: await readLosses(out) };
}

async function readLosses(out: string): Promise<number[]> {
  const text = await Deno.readTextFile(`${out}/${stem}/result.json`).catch(() => undefined);
  if (text === undefined) return [];
  const [claim] = (JSON.parse(text) as Result).claims;
  return claim === undefined ? [] : claim.measured.split(",").map(Number);
}
