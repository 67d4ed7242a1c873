import { assert, assertEquals, assertMatch } from "@std/assert";
import { blasBackend } from "lib/compute/blas.ts";
import { openBlasPaths } from "lib/compute/openblas_paths.ts";
import { projectRoot } from "lib/files.ts";

const ignore = !blasBackend().startsWith("OpenBLAS");
const cache = await Deno.makeTempDir();
const library = openBlasPaths(Deno.env.get("UDL_BLAS"))[0];

/** The flags that the README names; Deno asks for nothing else. */
const flags = {
  read: `--allow-read=${projectRoot},${cache}`,
  write: `--allow-write=${cache}`,
  env: "--allow-env=UDL_*",
  ffi: `--allow-ffi=${library}`,
};

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs `fixtures/compute.ts` under these flags alone. */
async function compute(...permissions: string[]): Promise<Run> {
  const program = `${import.meta.dirname}/fixtures/compute.ts`;
  const config = `--config=${projectRoot}deno.json`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", config, ...permissions, program],
    env: { UDL_CACHE: cache, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout), errors: text.decode(stderr) };
}

Deno.test(
  "The computing part runs under narrow permissions, with OpenBLAS",
  { ignore },
  async () => {
    const { code, output, errors } = await compute(...Object.values(flags));
    assertEquals([code, errors], [0, ""]); // a worker, too, would say that it skipped OpenBLAS
    const [blas, here, workers] = output.trim().split("\n");
    assertEquals(blas, blasBackend());
    assertMatch(here!, /^here: \d\.\d\d$/);
    assertMatch(workers!, /^in workers: \d\.\d\d \d\.\d\d$/);
  },
);

Deno.test(
  "Without the permission to load it, OpenBLAS is skipped with a word",
  { ignore },
  async () => {
    const { read, write, env } = flags;
    const { code, output, errors } = await compute(read, write, env);
    assertEquals([code, output.split("\n")[0]], [0, "built-in WASM SIMD"]);
    assert(
      errors.startsWith(`Skipped the BLAS library ${library}: Requires ffi access to`),
      errors,
    );
  },
);

for (const missing of ["read", "write", "env"] as const) {
  Deno.test(`Without the permission to ${missing}, the program ends and names it`, async () => {
    const rest = Object.entries(flags).filter(([name]) => name !== missing);
    const { code, errors } = await compute(...rest.map(([, flag]) => flag));
    assertEquals(code, 1);
    assertMatch(errors, new RegExp(`Requires ${missing} access to .*--allow-${missing} flag`));
  });
}
