import { cpus } from "node:os";

/** Milliseconds that the cores have computed since they were started. */
function busyTime(): number {
  let busy = 0;
  for (const { times } of cpus()) busy += times.user + times.nice + times.sys + times.irq;
  return busy;
}

/**
 * Number of cores that other programs keep busy, over a second in which this program waits. (The
 * system's load average still holds what ended a minute ago.)
 */
export async function otherLoad(): Promise<number> {
  const [start, busy] = [performance.now(), busyTime()];
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return (busyTime() - busy) / (performance.now() - start);
}
