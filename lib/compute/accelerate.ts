import { type Blas, cblasSgemm, sgemmOf } from "./sgemm.ts";

const path = "/System/Library/Frameworks/Accelerate.framework/Accelerate";

/** Opens macOS's own BLAS; `undefined` on other systems. Not yet tested on a Mac. */
export function openAccelerate(): Blas | undefined {
  if (Deno.build.os !== "darwin") return undefined;
  const { symbols } = Deno.dlopen(path, { cblas_sgemm: cblasSgemm });
  return { name: "Accelerate", sgemm: sgemmOf(symbols.cblas_sgemm), direct: 0 };
}
