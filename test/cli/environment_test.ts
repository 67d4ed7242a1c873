import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { UserError } from "lib/errors.ts";
import { projectRoot } from "lib/files.ts";

const ignore = Deno.build.os === "windows"; // the stand-ins for Python are shell scripts

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Folders of a test: one with a pretended Python, one for the environment. */
interface Folders {
  readonly bin: string;
  readonly venv: string;
}

/** Creates both; without a script, there is no Python. */
async function folders(script: string | undefined): Promise<Folders> {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/bin`);
  if (script !== undefined) {
    await Deno.writeTextFile(`${root}/bin/python3`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return { bin: `${root}/bin`, venv: `${root}/venv` };
}

const fixture = `${projectRoot}test/faults/fixtures/ensure_environment.ts`;

/** Makes the environment in a process of its own, whose PATH has the pretended Python alone. */
async function ensure({ bin, venv }: Folders): Promise<Run> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", fixture, venv],
    // As if `npx` had started it, whose processes are looked for: there is no `ps` either.
    env: { PATH: bin, UDL_CACHE: `${bin}/cache`, npm_command: "exec" },
  }).output();
  return { code, output: new TextDecoder().decode(stderr).trim() };
}

/** A pretended Python: `-m venv` makes an environment of itself, and pip does what is said here. */
const python = (pip: string): string => `
case "$*" in
  *ensurepip*) echo 3.11 ;;
  "-m venv"*) for last; do :; done
    /bin/rm -rf "$last"; /bin/mkdir -p "$last/bin" && /bin/cp "$0" "$last/bin/python" && echo made >> "$last.log" ;;
  *pip_with_parent*) ${pip} ;;
  *find_spec*) test ! -e "$0.incomplete" ;;
esac`;

/** What pip prints of a package that is not the one whose checksum it was told. */
const otherChecksum = `
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated …
    anyio==4.16.0 from file:///anyio-4.16.0-py3-none-any.whl (from -r requirements.txt (line 8)):
        Expected sha256 0000bb03251907983d1603d27c3087ddb1e93299ea2163adcdba37899a4fb12f
             Got        59bb03251907983d1603d27c3087ddb1e93299ea2163adcdba37899a4fb12ffb
`;

for (
  const [name, script, sentence] of [
    ["no Python", undefined, "Python was not found. Install Python 3.9 or newer"],
    ["an old Python", "echo 3.8", "Python 3.8 is too old. Install Python 3.9 or newer"],
    ["a Python without venv", "echo 3.11; exit 1", "Python 3.11 has no venv module. Install it"],
    [
      "no network",
      python('echo "ERROR: No matching distribution found for jupyterlab" >&2; exit 1'),
      "(ERROR: No matching distribution found for jupyterlab). Check the network connection",
    ],
    [
      "a package that was changed on its way",
      python(
        `case "$*" in *--require-hashes*/requirements.txt) echo '${otherChecksum}' >&2; exit 1 ;; esac`,
      ),
      "anyio==4.16.0 arrived with another checksum than requirements.txt has, and was not installed",
    ],
  ] as const
) {
  Deno.test(
    { name: `ensureEnvironment() says in a sentence how to mend ${name}`, ignore },
    async () => {
      const { code, output } = await ensure(await folders(script));
      assertEquals(code, 2);
      const last = output.split("\n").at(-1)!;
      assert(last.includes(sentence), last);
      assert(!output.includes("    at "), "there is a stack trace");
    },
  );
}

Deno.test(
  { name: "ensureEnvironment() installs once, also when asked twice at once", ignore },
  async () => {
    const where = await folders(python("/bin/sleep 0.3"));
    const runs = await Promise.all([ensure(where), ensure(where)]);
    assertEquals(runs.map(({ code }) => code), [0, 0]);
    assertEquals((await ensure(where)).code, 0);
    assertEquals(await Deno.readTextFile(`${where.venv}.log`), "made\n");
    const kernel = await Deno.readTextFile(`${where.venv}/share/jupyter/kernels/deno/kernel.json`);
    assertEquals(JSON.parse(kernel).argv.slice(1), [
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ]);
  },
);

Deno.test(
  { name: "ensureEnvironment() begins an interrupted installation anew", ignore },
  async () => {
    const where = await folders(python("exit 1"));
    assertEquals((await ensure(where)).code, 2);
    const text = python(":");
    await Deno.writeTextFile(`${where.bin}/python3`, `#!/bin/sh\n${text}\n`);
    const { code, output } = await ensure(where);
    assertEquals(code, 0);
    assertMatch(output, /Installing Jupyter/);
    assertEquals(await Deno.readTextFile(`${where.venv}.log`), "made\nmade\n");
  },
);

for (const name of ["requirements", "requirements-cluster"]) {
  Deno.test(`${name}.txt is what its first lines make of ${name}.in`, async () => {
    const list = await Deno.readTextFile(`${projectRoot}${name}.txt`);
    const wanted = await Deno.readTextFile(`${projectRoot}lib/cli/${name}.in`);
    for (const line of wanted.trim().split("\n")) {
      if (line.startsWith("#")) continue;
      const [pin] = line.split(";");
      assert(list.includes(`\n${pin!.replaceAll("_", "-")} `), `${pin} is missing: make it again`);
    }
  });
}

Deno.test("requirements-cluster.txt has no other version of what requirements.txt has", async () => {
  const pins = async (name: string): Promise<string[]> => {
    const list = await Deno.readTextFile(`${projectRoot}${name}.txt`);
    // Dask is not for Python 3.9, for which there are versions of its own.
    const lines = list.split("\n").filter((line) => !line.includes("python_full_version < '3.10'"));
    return lines.map((line) => line.split(" ")[0]!).filter((pin) => pin.includes("=="));
  };
  const own = await pins("requirements");
  const names = new Set(own.map((pin) => pin.split("==")[0]));
  const shared = (await pins("requirements-cluster")).filter((pin) =>
    names.has(pin.split("==")[0])
  );
  assert(shared.length > 5);
  assertEquals(shared.filter((pin) => !own.includes(pin)), []);
});

Deno.test("ensureEnvironment() leaves alone what a link leads to", async () => {
  const other = await Deno.makeTempDir();
  await Deno.writeTextFile(`${other}/kept`, "of someone else");
  const link = `${await Deno.makeTempDir()}/venv`;
  await Deno.symlink(other, link);
  await assertRejects(() => ensureEnvironment({ folder: link }), UserError, "is a link");
  assertEquals([...Deno.readDirSync(other)].map(({ name }) => name), ["kept"]);
});

Deno.test(
  { name: "ensureEnvironment() installs again if a package or the Python is gone", ignore },
  async () => {
    const where = await folders(python(":"));
    await ensure(where);
    await Deno.writeTextFile(`${where.venv}/bin/python.incomplete`, "");
    assertEquals((await ensure(where)).code, 0);
    await Deno.remove(`${where.venv}/bin/python`);
    assertEquals((await ensure(where)).code, 0);
    assertEquals((await ensure(where)).output, "");
    assertEquals(await Deno.readTextFile(`${where.venv}.log`), "made\nmade\nmade\n");
  },
);
