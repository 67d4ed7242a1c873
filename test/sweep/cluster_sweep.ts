import { runPoints } from "lib/sweep/run_points.ts";

/**
 * A sweep on the cluster whose address is the argument. Prints a line when it is connected, and when
 * its point has saved its state; then that state, which is the worker's process, where the point went
 * on, and the warnings; or why it was not computed.
 *
 * @module
 */

const warnings: string[] = [];
console.warn = (text: string) => warnings.push(text);
try {
  const [result] = await runPoints([1], async (_point, _lib, { checkpoint, progress }) => {
    const saved = await checkpoint.load<number>();
    if (saved !== undefined) return [saved, Deno.cwd()];
    await checkpoint.save("x".repeat(2_000_000));
    await checkpoint.save(Deno.ppid);
    progress(0.5, "saved");
    await new Promise((resolve) => setTimeout(resolve, 60_000)); // is killed long before
    return [];
  }, {
    name: "where",
    cacheDir: `${import.meta.dirname}/results`,
    cluster: Deno.args[0]!,
    onCluster: ({ workers }) => workers === 0 && console.log("connected"),
    onProgress: ({ notes }) => notes.length > 0 && console.log("saved"),
  });
  console.log(JSON.stringify([result, warnings]));
} catch (error) {
  console.log(String(error));
}
