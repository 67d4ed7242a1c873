import { UserError } from "../errors.ts";

/**
 * Makes sure that programs on this machine can talk to each other, as Jupyter and its kernels do.
 *
 * @throws {UserError} If they cannot.
 */
export async function requireLoopback(): Promise<void> {
  const hostname = "127.0.0.1";
  try {
    using listener = Deno.listen({ hostname, port: 0 });
    using _connection = await Deno.connect({ hostname, port: listener.addr.port });
  } catch (error) {
    throw new UserError(
      `Jupyter cannot reach its kernels at ${hostname}: ${(error as Error).message}.`,
      "Bring up this machine's loopback interface (on Linux: `ip link set lo up`).",
      { cause: error },
    );
  }
}
