import asc from "assemblyscript/asc";
import { projectRoot } from "lib/files.ts";

/** Compiles the kernels; with `relaxed`, a·b + c is fused where the engine and processor can. */
export async function compileKernels(relaxed: boolean): Promise<Uint8Array<ArrayBuffer>> {
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
    `--enable=${relaxed ? "simd,relaxed-simd" : "simd"}`,
  ], {
    readFile(name) {
      try {
        // The compiler adds an extension to imports that have it already.
        const file = name.replace(/\.ts\.ts$/, ".ts");
        return Deno.readTextFileSync(`${projectRoot}lib/compute/kernels/${file}`);
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

if (import.meta.main) {
  for (const [name, relaxed] of [["kernels", false], ["kernels_relaxed", true]] as const) {
    await Deno.writeFile(`${projectRoot}lib/compute/${name}.wasm`, await compileKernels(relaxed));
  }
}
