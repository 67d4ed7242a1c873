import asc from "assemblyscript/asc";
import { projectRoot } from "lib/files.ts";

const folder = `${projectRoot}lib/compute/tfjs/`;

/** Compiles the sources in `kernels/` to the module that `kernels.wasm` holds. */
export async function compileKernels(): Promise<Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array>();
  const { error, stderr } = await asc.main([
    "index.ts",
    "--outFile=kernels.wasm",
    "--runtime=stub",
    "--importMemory",
    "--noAssert",
    "--optimizeLevel=3",
    "--shrinkLevel=0",
    "--converge",
    "--enable=simd",
  ], {
    readFile(name) {
      try {
        return Deno.readTextFileSync(`${folder}kernels/${name}`);
      } catch {
        return null;
      }
    },
    writeFile: (name, content) => void files.set(name, content as Uint8Array),
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString(), { cause: error });
  return new Uint8Array(files.get("kernels.wasm")!);
}

if (import.meta.main) await Deno.writeFile(`${folder}kernels.wasm`, await compileKernels());
