/**
 * Trains twice until SIGINT stops it, and prints a line before and after each time.
 *
 * @module
 */
import { listenForStop, stopSignal } from "lib/notebook/stop.ts";
import { sgd } from "lib/training/optimizers.ts";
import { train } from "lib/training/train.ts";

listenForStop();
listenForStop(); // running the first cell of a notebook again adds no second listener
const valley = {
  dim: 1,
  examples: 1,
  loss: (phi: Float32Array) => phi[0]! ** 2,
  gradient(phi: Float32Array, out: Float32Array) {
    out[0] = 2 * phi[0]!;
    return phi[0]! ** 2;
  },
};
const phi = new Float32Array([1]);
const timer = setInterval(() => {}, 1000); // an interrupt while nothing runs finds a live process
for (const name of ["first", "second"]) {
  console.log(`${name} training`);
  try {
    await train(valley, phi, sgd({ learningRate: 0.001 }), {
      steps: Infinity,
      signal: stopSignal(),
    });
  } catch (error) {
    console.log(`${(error as Error).name}: ${(error as Error).message}`);
  }
  console.log(`kept ${phi[0]! < 1 && phi[0]! >= 0}`);
}
console.log("idle");
const idle = stopSignal();
await new Promise((resolve) => idle.addEventListener("abort", resolve));
console.log(`aborted ${stopSignal().aborted}`);
clearInterval(timer);
Deno.exit();
