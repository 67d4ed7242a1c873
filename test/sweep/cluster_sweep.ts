import { runPoints } from "lib/sweep/run_points.ts";

/**
 * A sweep on the cluster whose address is the argument. Prints a line when it is connected, then
 * where its point was computed and the warnings, or why it was not.
 *
 * @module
 */

const warnings: string[] = [];
console.warn = (text: string) => warnings.push(text);
try {
  const [where] = await runPoints([1], () => Deno.cwd(), {
    name: "where",
    cacheDir: `${import.meta.dirname}/results`,
    cluster: Deno.args[0]!,
    onCluster: ({ workers }) => workers === 0 && console.log("connected"),
  });
  console.log(JSON.stringify([where, ...warnings]));
} catch (error) {
  console.log(String(error));
}
