import { assertEquals } from "@std/assert";
import { projectRoot } from "lib/files.ts";

/** Runs a module in a process of its own; returns what it wrote. */
async function run(code: string): Promise<{ stdout: string; stderr: string }> {
  const file = `${projectRoot}test/compute/tfjs/${crypto.randomUUID()}.ts`;
  await Deno.writeTextFile(file, code);
  try {
    const args = ["run", "--allow-all", "--no-check", "--quiet", file];
    const output = await new Deno.Command(Deno.execPath(), { args, cwd: projectRoot }).output();
    const text = new TextDecoder();
    return { stdout: text.decode(output.stdout), stderr: text.decode(output.stderr) };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("TensorFlow.js is loaded when a network is made, not before, and without advice", async () => {
  const { stdout, stderr } = await run(`
    const { alexnet } = await import("lib/models/alexnet.ts");
    console.log("_tfengine" in globalThis);
    await alexnet({ width: 4 });
    console.log("_tfengine" in globalThis);
    const { loadTensorFlow } = await import("lib/compute/tfjs/tensorflow.ts");
    const tf = await loadTensorFlow();
    await tf.setBackend("cpu");
    console.log([...tf.add([1], [2]).dataSync()].join());
  `);
  assertEquals([stdout, stderr], ["false\ntrue\n3\n", ""]);
});
