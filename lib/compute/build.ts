import asc from "assemblyscript/asc";
import { projectRoot } from "../files.ts";

/** A WebAssembly module of the project, in `lib/compute/`. */
export interface KernelModule {
  /** The compiled file. */
  readonly file: string;
  /** Folder of its AssemblyScript sources, whose `index.ts` lists the exports. */
  readonly sources: string;
  /** Whether a·b + c is fused if the engine and processor support it. */
  readonly relaxed: boolean;
}

/**
 * All modules: those on the compute memory, with and without fusing, and the one on TensorFlow.js's
 * memory.
 */
export const kernelModules: readonly KernelModule[] = [
  { file: "kernels.wasm", sources: "kernels", relaxed: false },
  { file: "kernels_relaxed.wasm", sources: "kernels", relaxed: true },
  { file: "tfjs/kernels.wasm", sources: "tfjs/kernels", relaxed: false },
];

/** Compiles the sources of a module. */
export async function compileKernels(
  { sources, relaxed }: KernelModule,
): Promise<Uint8Array<ArrayBuffer>> {
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
        // The compiler adds an extension even to imports that already have one.
        const file = name.replace(/\.ts\.ts$/, ".ts");
        return Deno.readTextFileSync(`${projectRoot}lib/compute/${sources}/${file}`);
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
  for (const module of kernelModules) {
    await Deno.writeFile(`${projectRoot}lib/compute/${module.file}`, await compileKernels(module));
  }
}
