/**
 * Seconds that a cluster takes for points, in order. Each goes to the worker that is free first, and
 * through the scheduler, which hands out one at a time.
 *
 * @param points Seconds of each point.
 * @param perPoint Seconds that the scheduler takes for one.
 */
export function makespan(points: readonly number[], workers: number, perPoint: number): number {
  const free = new Float64Array(workers); // seconds at which each worker has done its last point
  let scheduler = 0;
  for (const seconds of points) {
    const first = free.indexOf(Math.min(...free));
    scheduler = Math.max(scheduler, free[first]!) + perPoint;
    free[first] = scheduler + seconds;
  }
  return Math.max(...free);
}
