/** Whether `unshare` makes namespaces of this kind (`m`: mounts, `n`: network), as Linux may allow. */
function allowed(kind: "m" | "n"): boolean {
  if (Deno.build.os !== "linux") return false;
  const trial = new Deno.Command("unshare", { args: [`-r${kind}`, "true"] });
  return trial.outputSync().success;
}

/** Whether a process can have mounts of its own here. */
export const ownMounts: boolean = allowed("m");

/** Whether a process can have a network of its own here. */
export const ownNetwork: boolean = allowed("n");

/**
 * A program with its arguments that runs the command after them with mounts and a network of its
 * own, in which even the loopback interface is down, after the lines of a shell script.
 */
export function apart(script: string): string[] {
  return ["unshare", "-rmn", "sh", "-ec", `${script}\nexec "$@"`, "sh"];
}
