import { projectRoot } from "lib/files.ts";

/** The paths of all TypeScript files below a folder, in order, both from the root of the project. */
export function scriptsBelow(folder: string): string[] {
  const entries = [...Deno.readDirSync(projectRoot + folder)];
  return entries.flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return scriptsBelow(path);
    return name.endsWith(".ts") ? [path] : [];
  }).sort();
}
