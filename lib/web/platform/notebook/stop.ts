/** A signal that never comes: a page ends its workers. Stands for `lib/notebook/stop.ts`. */
export function stopSignal(): AbortSignal {
  return new AbortController().signal;
}
