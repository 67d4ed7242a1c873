/**
 * This library's side of the bench: a process that runs the case whose settings are its argument.
 * It writes a line of JSON when it is ready, and one for each line "ITERATIONS CORES" that it reads:
 * with two cores, each of two workers runs so many iterations of its own loop at the same time.
 *
 * @module
 */
import process from "node:process";
import { lines } from "lib/lines.ts";

interface Ready {
  parameters: number;
  backend: string;
}

/** Sends a message to a worker and waits for its answer. */
function ask<T>(worker: Worker, message: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message);
  });
}

async function start(): Promise<[Worker, Ready]> {
  const worker = new Worker(new URL("./our_worker.ts", import.meta.url), { type: "module" });
  return [worker, await ask<Ready>(worker, { settings: JSON.parse(Deno.args[0]!) })];
}

const [first, ready] = await start();
const workers = [first];
console.log(JSON.stringify(ready));
for await (const line of lines(Deno.stdin.readable)) {
  const [iterations, cores] = line.split(" ").map(Number);
  // The second worker starts when it is first needed: it has memory of its own.
  while (workers.length < cores!) workers.push((await start())[0]);
  const begin = performance.now();
  const [answer] = await Promise.all(
    workers.slice(0, cores).map((worker) => ask<{ result?: number }>(worker, { iterations })),
  );
  const ms = performance.now() - begin;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ms, peakMb, result: answer!.result ?? null }));
}
Deno.exit();
