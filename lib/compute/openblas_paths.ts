import { projectRoot } from "../files.ts";

const suffix = { darwin: "dylib", windows: "dll" }[Deno.build.os as string] ?? "so";

/** Name of the system's OpenBLAS, for the system's loader to find. */
export const systemLibrary: string = suffix === "so" ? "libopenblas.so.0" : `libopenblas.${suffix}`;

/** Paths of the wheel `scipy-openblas32` in the project's virtual environment, if installed. */
function wheelPaths(): string[] {
  const file = `site-packages/scipy_openblas32/lib/libscipy_openblas.${suffix}`;
  const paths = [`${projectRoot}.venv/Lib/${file}`];
  try {
    for (const { name } of Deno.readDirSync(`${projectRoot}.venv/lib`)) {
      paths.push(`${projectRoot}.venv/lib/${name}/${file}`);
    }
  } catch {
    // No virtual environment.
  }
  return paths.filter((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/**
 * Where an OpenBLAS library may be, best first: `path`, if given, then the wheel `scipy-openblas32`
 * in the project's `.venv`, then the system's library.
 */
export function openBlasPaths(path?: string): string[] {
  return [...(path ? [path] : []), ...wheelPaths(), systemLibrary];
}
