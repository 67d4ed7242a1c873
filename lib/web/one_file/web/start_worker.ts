/// <reference lib="dom" />

let address: string | undefined;

/**
 * Starts a worker that computes points with the script of the page itself. Stands for
 * `lib/web/start_worker.ts` in a page that is one file, which may load no other.
 */
export function startWorker(): Worker {
  const script = document.getElementById("script")!.textContent;
  address ??= URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return new Worker(address);
}
