import { checks } from "./checks.ts";
import { main } from "./main.ts";

/**
 * Checks the format, lint and types of the library and the notebooks; stops at the first finding.
 */
async function check(): Promise<number> {
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, run } of checks(folder)) {
      if (await run()) continue;
      console.error(`The check of ${name} found the above.`);
      return 1;
    }
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await main(check);
