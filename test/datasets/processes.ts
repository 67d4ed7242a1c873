const script = `${import.meta.dirname}/fixtures/print_dataset.ts`;

/**
 * Loads a data set in a process of its own, with these variables in its environment; returns the
 * lines that it prints: the first test label and the shape, or the problem, then the peak memory (MB).
 */
export async function loadInProcess(
  name: "mnist" | "cifar10",
  env: Record<string, string>,
  permissions: readonly string[] = ["-A"],
): Promise<string[]> {
  const args = ["run", "--quiet", ...permissions, script, name];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return (decode(stdout) + decode(stderr)).trim().split("\n");
}
