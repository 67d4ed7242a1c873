/** The program of this system that opens a file with the program meant for it. */
function opener(path: string): string[] {
  if (Deno.build.os === "windows") return ["cmd", "/c", "start", "", path];
  return [Deno.build.os === "darwin" ? "open" : "xdg-open", path];
}

/** Milliseconds after which a program that has not ended counts as one that shows the page. */
const patience = 3000;

/** Whether a program was started and did not fail at once. */
async function starts([program, ...args]: readonly string[]): Promise<boolean> {
  try {
    const process = new Deno.Command(program!, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    process.unref();
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), patience));
    return await Promise.race([process.status.then(({ success }) => success), late]);
  } catch {
    return false; // there is no such program
  }
}

/**
 * Opens a page in the browser.
 *
 * @param command The program that opens it, with its arguments; by default that of the system.
 * @returns A sentence if there is no browser to open it.
 */
export async function openPage(
  path: string,
  command: readonly string[] = opener(path),
): Promise<string | undefined> {
  if (await starts(command)) return undefined;
  return `No browser could be opened (${command[0]} did not work): open ${path} yourself.`;
}
