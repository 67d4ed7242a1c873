import { assertEquals } from "@std/assert";
import { ensureEnvironment } from "lib/cli/environment.ts";
import { lines } from "lib/lines.ts";

/** What came of a cell. */
export interface Reply {
  /** How the cell ended; `"timeout"` if it did not. */
  readonly status: "ok" | "error" | "timeout";
  /** The error, where there is one. */
  readonly error: { readonly name: string | null; readonly message: string | null };
  /** Outputs by MIME type or stream, in order. */
  readonly outputs: readonly Record<string, unknown>[];
  /** Seconds from the interrupt to the end of the cell. */
  readonly seconds: number | null;
}

/** A real kernel, in a process of its own. */
export interface Kernel extends AsyncDisposable {
  /**
   * Runs a cell, for at most `limit` seconds, by default 30; `interruptAt` presses Stop at the first
   * output that has this text.
   */
  run(code: string, options?: { interruptAt?: string; limit?: number }): Promise<Reply>;
  /** Runs a cell that has to end well, and returns its outputs. */
  outputs(code: string): Promise<Reply["outputs"]>;
  /** Presses Stop while nothing runs. */
  interrupt(): Promise<void>;
}

/**
 * Starts the kernel of the project's Jupyter in a folder, with `gc()`, which collects what is no
 * longer used; results are cached in a temporary folder.
 */
export async function startKernel(cwd: string): Promise<Kernel> {
  const { python, env } = await ensureEnvironment();
  const cache = await Deno.makeTempDir();
  const child = new Deno.Command(python, {
    args: [`${import.meta.dirname}/kernel_driver.py`, cwd],
    env: {
      ...env,
      DENO_V8_FLAGS: "--expose-gc",
      UDL_CACHE: cache,
      UDL_SCALE: "quick",
      UDL_WORKERS: "2",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped", // kept for the error below: the kernel says there that it is experimental
  }).spawn();
  const errors = new Response(child.stderr).text();
  const writer = child.stdin.getWriter();
  const replies = lines(child.stdout)[Symbol.asyncIterator]();
  async function ask(task: object): Promise<unknown> {
    await writer.write(new TextEncoder().encode(JSON.stringify(task) + "\n"));
    const { value, done } = await replies.next();
    if (done) throw new Error(`The kernel's driver ended: ${await errors}`);
    return JSON.parse(value);
  }
  const run: Kernel["run"] = async (code, { interruptAt, limit = 30 } = {}) =>
    await ask({ code, limit, ...(interruptAt && { interrupt_at: interruptAt }) }) as Reply;
  return {
    run,
    async outputs(code) {
      const { status, error, outputs } = await run(code);
      assertEquals([status, error?.message ?? null], ["ok", null], code);
      return outputs;
    },
    interrupt: async () => void await ask({}),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await child.status;
      await errors;
      await Deno.remove(cache, { recursive: true });
    },
  };
}
