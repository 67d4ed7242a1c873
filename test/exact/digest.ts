import { hash } from "node:crypto";
import { canonical } from "lib/sweep/encoding.ts";

/** Hash of results, as `canonical()` writes them: equal only if all their bits are. */
export function digestOf(written: string): string {
  return hash("sha256", written).slice(0, 16);
}

/** Hash of results. */
export function digest(results: unknown): string {
  return digestOf(canonical(results));
}
