/** The page has the committed run's. Stands for `lib/notebook/provenance.ts` in a browser. */
export function provenance(_options: unknown): Promise<void> {
  return Promise.resolve();
}
