import { dataParts } from "../data_parts.ts";
import type { DataNeed } from "./panel.ts";

/** The size of data, as the page says before it loads them; empty where nothing is loaded. */
export function sizeText(need: DataNeed): string {
  let bytes = 0;
  for (const [name, examples] of Object.entries(need)) {
    const { perFile, rowBytes, packed } = dataParts[name as keyof typeof dataParts];
    bytes += Math.ceil(examples / perFile) * perFile * rowBytes * packed;
  }
  return bytes === 0 ? "" : `Run first loads about ${(bytes / 1e6).toFixed(1)} MB of images.`;
}
