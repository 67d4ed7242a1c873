/**
 * Ends when the work that waits has had its turn, the message that stops a worker among it. A timer
 * of 0 ms would take 2 ms. A browser has another file in place of this one.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
