import { main } from "lib/cli/main.ts";
import { parseArguments } from "lib/cli/parse_arguments.ts";
import { UserError } from "lib/errors.ts";
import { type BenchCase, cases } from "./cases.ts";
import { measure, type Row } from "./measure.ts";
import { otherLoad } from "./other_load.ts";
import { findPython, install, peers } from "./peers.ts";
import { type FoundPeer, openBlasVariables, startOurs, startPeer } from "./side.ts";
import { headLine, markdown, rowLine } from "./table.ts";

const usage =
  `Times the inner loop of every figure, here, in PyTorch and in JAX, if they are installed.

Usage: deno task bench [NAME ...] [options]

  NAME        a loop, the beginning of its name, or a figure such as 20.2; all by default
  --install   first installs PyTorch and JAX, each into an environment of its own
  --markdown  also prints the table of the README
  --json      prints all numbers as JSON
  --help      shows this text
`;

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

/** The peers that are installed. */
async function findPeers(): Promise<FoundPeer[]> {
  const found: FoundPeer[] = [];
  for (const peer of peers) {
    const python = await findPython(peer);
    if (python) found.push({ peer, python });
  }
  return found;
}

/** Times the loops that the command line names. */
async function bench(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments("bench", {
    args,
    allowPositionals: true,
    options: {
      install: { type: "boolean" },
      markdown: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const chosen = select(positionals);
  if (values.install) {
    for (const peer of peers) await install(peer);
  }
  const load = await otherLoad();
  const found = await findPeers();
  const gemm = cases[0]!;
  const ceiling = { ...await startOurs(gemm.settings), flops: gemm.flops };
  const note = (text: string): void => values.json ? console.error(text) : console.log(text);
  note(`This library on ${ceiling.backend}`);
  for (const one of found) {
    const side = await startPeer(one, gemm.settings, 1);
    note(`${side.backend}, 1 thread a core; on 2 cores its better of 2 threads and 2 processes`);
    await side.close();
  }
  const set = openBlasVariables.filter((name) => Deno.env.has(name));
  if (set.length > 0) note(`All without ${set.join(" and ")}, which is set here`);
  if (load > 0.5) note(`Other programs keep ${load.toFixed(1)} cores busy: times are unreliable`);
  note(headLine());
  const rows: Row[] = [];
  for (const one of chosen) {
    for (const row of await measure(one, ceiling, found)) {
      rows.push(row);
      note(rowLine(row, found));
    }
  }
  await ceiling.close();
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else if (values.markdown) console.log(`\n${markdown(rows)}`);
  return 0;
}

if (import.meta.main) await main(bench);
