/**
 * Stands for `lib/notebook/display.ts` in a browser: the page has the outputs of the committed run,
 * and charts, which are drawn again, take another way.
 *
 * @module
 */
import { host } from "../../host.ts";

/** One output in several formats, keyed by MIME type. */
export type MimeBundle = Record<string, unknown>;

/** MIME type of the facts of a run. */
export const factsMime = "application/vnd.chapter20+json";

/** MIME type of a run at paper scale that is kept. */
export const paperRunMime = "application/vnd.chapter20.paper-run+json";

/** Passes the facts of an output to the host. */
export function display(bundle: MimeBundle): Promise<void> {
  const facts = bundle[factsMime] as Record<string, unknown> | undefined;
  if (facts) host().facts(facts);
  return Promise.resolve();
}
