import { ensureEnvironment } from "lib/cli/environment.ts";
import { main } from "lib/cli/main.ts";
import { UserError } from "lib/errors.ts";
import { cacheDir, projectRoot } from "lib/files.ts";
import { type BenchCase, cases } from "./cases.ts";
import { measure, type Row } from "./measure.ts";
import { openBlasVariables, startOurs, startPyTorch } from "./side.ts";

const folder = `${cacheDir}/bench-venv`;

/** Path of the Python in {@linkcode folder}. */
const ownPython = Deno.build.os === "windows"
  ? `${folder}/Scripts/python.exe`
  : `${folder}/bin/python`;

/** Runs a program that prints only errors. */
async function succeeds(
  stderr: "inherit" | "null",
  program: string,
  ...args: string[]
): Promise<boolean> {
  try {
    const command = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr });
    return (await command.spawn().status).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Puts PyTorch into an environment of its own, as it is large and only this command uses it. */
async function install(): Promise<void> {
  const { python } = await ensureEnvironment();
  console.error(`Installing PyTorch into ${folder} (once, some minutes) …`);
  const requirements = `${projectRoot}test/bench/requirements.txt`;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
  if (
    await succeeds("inherit", python, "-m", "venv", "--clear", folder) &&
    await succeeds("inherit", ownPython, ...pip, "-r", requirements)
  ) return;
  throw new UserError(
    "PyTorch could not be installed.",
    "Check the network connection and the free disk space, and run this command again.",
  );
}

/** A Python that has PyTorch; undefined, with a line on how to get one, if there is none. */
async function findPyTorch(): Promise<string | undefined> {
  const chosen = Deno.env.get("UDL_BENCH_PYTHON");
  if (await succeeds("null", chosen ?? ownPython, "-c", "import torch")) return chosen ?? ownPython;
  if (chosen) {
    throw new UserError(
      `The Python of UDL_BENCH_PYTHON, ${chosen}, has no PyTorch.`,
      "Install it there, or unset the variable.",
    );
  }
  console.error(
    "No PyTorch to compare with: `deno task bench --install` installs it, or UDL_BENCH_PYTHON names " +
      "a Python that has it.",
  );
  return undefined;
}

/** The cases whose name, or figure, is or begins with one of the words; all without words. */
function select(words: readonly string[]): readonly BenchCase[] {
  const found = words.map((word) => {
    const some = cases.filter(({ name, figure }) =>
      name.startsWith(word) || figure.split(", ").includes(word)
    );
    if (some.length > 0) return some;
    throw new UserError(
      `There is no loop ${word} to time.`,
      `Choose among ${cases.map(({ name }) => `"${name}"`).join(", ")}, or a figure such as 20.2.`,
    );
  });
  return words.length === 0
    ? cases
    : cases.filter((one) => found.some((list) => list.includes(one)));
}

const columns = [
  "loop",
  "figure",
  "cores",
  "ms",
  "PyTorch ms",
  "ratio",
  "of GEMM",
  "MB",
  "PyTorch MB",
];

function cells({ pytorchMs, ratio, pytorchPeakMb, ...row }: Row): string[] {
  const number = (x: number | null, digits: number): string => x === null ? "–" : x.toFixed(digits);
  return [
    row.name,
    row.figure,
    String(row.cores),
    number(row.oursMs, 2),
    number(pytorchMs, 2),
    number(ratio, 2),
    `${number(100 * row.ceilingShare, 0)} %`,
    number(row.peakMb, 0),
    number(pytorchPeakMb, 0),
  ];
}

function line(texts: readonly string[]): string {
  const widths = [22, 14, 5, 9, 10, 6, 8, 6, 10];
  return texts.map((text, i) => i < 2 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))
    .join(" ");
}

/**
 * Times the inner loop of every figure, here and in PyTorch: `bench [--json] [--install] [NAME …]`,
 * where a name is a loop's, its beginning, or a figure's number.
 */
async function bench(args: string[]): Promise<number> {
  const json = args.includes("--json");
  if (args.includes("--install")) await install();
  const chosen = select(args.filter((arg) => arg !== "--json" && arg !== "--install"));
  const python = await findPyTorch();
  const gemm = cases[0]!;
  const ceiling = { ...await startOurs(gemm.settings), flops: gemm.flops };
  const note = (text: string): void => json ? console.error(text) : console.log(text);
  note(`This library on ${ceiling.backend}`);
  if (python) {
    const pytorch = await startPyTorch(python, gemm.settings);
    note(`${pytorch.backend}, 1 thread a core; on 2 cores its better of 2 threads and 2 processes`);
    await pytorch.close();
  }
  const set = openBlasVariables.filter((name) => Deno.env.has(name));
  if (set.length > 0) note(`Both without ${set.join(" and ")}, which is set here`);
  const load = Deno.loadavg()[0]!;
  if (load > 0.5) note(`Other programs keep ${load.toFixed(1)} cores busy: times are unreliable`);
  note(line(columns));
  const rows: Row[] = [];
  for (const one of chosen) {
    for (const row of await measure(one, ceiling, python)) {
      rows.push(row);
      note(line(cells(row)));
    }
  }
  await ceiling.close();
  if (json) console.log(JSON.stringify(rows, null, 2));
  return 0;
}

if (import.meta.main) await main(bench);
