import { host } from "../../host.ts";
import type { FigureText } from "../../../notebook/show.ts";
import type { Charts } from "../../../notebook/svg.ts";

/** Shows charts in the page. Stands for `lib/notebook/show.ts` in a browser. */
export function show(charts: Charts, text: FigureText): Promise<void> {
  host().show(charts, text);
  return Promise.resolve();
}
