/**
 * Ends when the messages that wait have had their turn. Stands for `lib/training/pause.ts` in a
 * browser, which has no `setImmediate`, and where a page stops a worker by ending it. In Deno a
 * worker that pauses like this would not get the message that stops it.
 */
export function pause(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
