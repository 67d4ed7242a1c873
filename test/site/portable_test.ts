import { assert, assertEquals } from "@std/assert";
import { bundle } from "lib/web/build/bundle.ts";

Deno.test("the library and the worker of a page need nothing of Deno or Node", async () => {
  const outdir = await Deno.makeTempDir();
  const entry = 'import "lib/web/worker.ts";\nexport * from "lib/experiment.ts";';
  await bundle({ modules: { entry }, entries: ["entry"], outdir });
  let library = 0;
  for (const { name } of Deno.readDirSync(outdir)) {
    const code = await Deno.readTextFile(`${outdir}/${name}`);
    // TensorFlow.js, in files of its own, looks whether it runs in Node.
    if (code.includes("tfjs-backend-wasm.wasm") || name.startsWith("dist-")) continue;
    library += code.length;
    assertEquals(code.match(/\bDeno\.\w+|["'`]node:\w+/g), null, name);
  }
  assert(library > 100_000, `only ${library} bytes of the library were looked at`);
});
