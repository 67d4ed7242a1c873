import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { UserError } from "lib/errors.ts";
import { layout } from "lib/models/layout.ts";
import { mlp } from "lib/models/mlp.ts";
import { pytorchWeights } from "lib/weights/pytorch_weights.ts";
import { readSafetensors } from "lib/weights/safetensors.ts";
import { findings, inLayersOrder, layers, points, samples } from "./pytorch_mlp.ts";

const arrays = await readSafetensors(`${samples}/spirals_mlp.safetensors`);
const net = mlp([2, 32, 32, 3], { activation: "tanh" });

Deno.test("an MLP with PyTorch's weights has PyTorch's outputs, loss and derivatives", () => {
  const phi = pytorchWeights(net.layout, arrays, layers);
  const surface = net.surface(points);
  surface.outputs(phi).forEach((z, i) => assertAlmostEquals(z, findings.logits[i]!, 1e-5));
  const gradient = new Float32Array(net.dim);
  assertAlmostEquals(surface.gradient(phi, gradient), findings.loss, 1e-6);
  assertEquals(surface.accuracy(phi), findings.accuracy);
  inLayersOrder(findings.gradient).forEach((value, i) =>
    assertAlmostEquals(gradient[i]!, value, 1e-6)
  );
  const product = new Float32Array(net.dim);
  surface.hvp!(phi, phi, product);
  inLayersOrder(findings.hessianTimesWeights).forEach((value, i) =>
    assertAlmostEquals(product[i]!, value, 1e-5)
  );
});

Deno.test("pytorchWeights() takes layers without biases", () => {
  const weight = { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] };
  const { layout } = mlp([2, 3], { bias: false });
  assertEquals([...pytorchWeights(layout, new Map([["fc.weight", weight]]), ["fc"])], [
    1,
    3,
    5,
    2,
    4,
    6,
  ]);
});

/** Asserts that these arrays, names and layout are refused with this message. */
function assertRefused(
  message: string,
  change: { widths?: number[]; bias?: boolean; names?: string[] },
): void {
  const { widths = [2, 32, 32, 3], bias = true, names = layers } = change;
  const make = () => pytorchWeights(mlp(widths, { bias }).layout, arrays, names);
  assertThrows(make, UserError, message);
}

Deno.test("pytorchWeights() says what does not fit", () => {
  assertRefused(
    "The array 2.weight has the shape [32, 32], but the network needs [16, 32]. " +
      "Give the network the widths of the model.",
    { widths: [2, 32, 16, 3] },
  );
  assertRefused("The array 0.weight has the shape [32, 2], but the network needs [32, 4].", {
    widths: [4, 32, 32, 3],
  });
  assertRefused("There is no array fc1.weight. Choose the layers' names from 0.bias, 0.weight,", {
    names: ["fc1", "2", "4"],
  });
  assertRefused("The network has 3 layers, but there are 2 names of layers.", {
    names: ["0", "2"],
  });
  assertRefused("The network has no place for 0.bias, 2.bias, 4.bias.", { bias: false });
  assertRefused("The network has no place for 4.bias, 4.weight.", {
    widths: [2, 32, 32],
    names: ["0", "2"],
  });
});

Deno.test("pytorchWeights() refuses a network with other layers", () => {
  const convolution = layout([["filter", [3, 3, 1, 8]], ["weight", [8, 2]]]);
  assertThrows(
    () => pytorchWeights(convolution, arrays, layers),
    UserError,
    "The network's filter is not of a fully connected layer.",
  );
});
