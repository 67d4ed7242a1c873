import { main } from "./main.ts";
import { withTable } from "./readme.ts";
import { projectRoot, writeFileAtomic } from "../files.ts";
import { codebook } from "../tables/codebook.ts";

/**
 * Brings the codebook in `data/README.md` up to date with the tables of the figures:
 * `deno run -A lib/cli/codebook.ts`.
 */
async function update(): Promise<number> {
  const path = `${projectRoot}data/README.md`;
  await writeFileAtomic(path, withTable(await Deno.readTextFile(path), codebook()));
  return 0;
}

if (import.meta.main) await main(update);
