import { withLock } from "lib/files.ts";

/**
 * A folder that is filled once in a run of all tests, by the first test that asks for it; others wait
 * for it. Where a test file runs by itself, the folder is its own.
 */
export async function sharedFolder(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = `${Deno.env.get("UDL_TEST_FOLDER") ?? await Deno.makeTempDir()}/${name}`;
  const filled = `${folder}.filled`;
  await withLock(`${folder}.lock`, async () => {
    if (await Deno.stat(filled).then(() => true, () => false)) return;
    await Deno.mkdir(folder, { recursive: true });
    await fill(folder);
    await Deno.writeTextFile(filled, "");
  });
  return folder;
}
