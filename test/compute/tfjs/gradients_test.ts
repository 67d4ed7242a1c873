import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import type { Scalar, Tensor, Tensor4D } from "@tensorflow/tfjs";
import { addRelu } from "lib/compute/tfjs/add_relu.ts";
import { batchNorm } from "lib/compute/tfjs/batch_norm.ts";
import { gradients } from "lib/compute/tfjs/gradients.ts";
import { random } from "lib/random.ts";
import { normals, tf } from "./compare.ts";

/** A number in which tensors occur several times, alone and together. */
function mixed(a: Tensor, b: Tensor, c: Tensor): Scalar {
  const product = tf.mul(a, tf.tanh(b));
  const sum = tf.add(tf.add(product, c), tf.concat([tf.slice(b, [0, 0], [2, 2]), c], 0));
  return tf.sum(tf.square(tf.sub(tf.reshape(sum, [-1]), tf.reshape(product, [-1]))));
}

Deno.test("gradients() are those that TensorFlow.js finds, and leave nothing behind", () => {
  const rng = random(0, "gradients");
  const [a, b] = [normals(rng, [3, 2]), normals(rng, [3, 2])].map((make) => make());
  const c = normals(rng, [1, 2])();
  const xs = [a!, b!, c];
  const { numTensors } = tf.memory();
  tf.tidy(() => {
    const { value, grads } = gradients(tf, () => mixed(a!, b!, c), xs);
    const expected = tf.valueAndGrads(mixed as (...xs: Tensor[]) => Scalar)(xs);
    assertAlmostEquals(value.dataSync()[0]!, expected.value.dataSync()[0]!, 1e-5);
    grads.forEach((grad, i) =>
      assertEquals([...grad!.dataSync()], [...expected.grads[i]!.dataSync()])
    );
  });
  assertEquals(tf.memory().numTensors, numTensors);
  tf.dispose(xs);
});

Deno.test("gradients() are undefined for a tensor that does not matter, and the seed for the value", () => {
  tf.tidy(() => {
    const [x, other] = [tf.scalar(3), tf.scalar(4)];
    const { grads } = gradients(tf, () => tf.square(x), [other, x]);
    assertEquals(grads[0], undefined);
    assertEquals([...grads[1]!.dataSync()], [6]);
    assertEquals([...gradients(tf, () => x, [x]).grads[0]!.dataSync()], [1]);
  });
});

Deno.test("gradients() overwrite no derivative that something else needs", () => {
  const rng = random(1, "gradients");
  const image = normals(rng, [2, 3, 3, 4])() as Tensor4D;
  const [scale, offset] = [normals(rng, [4])(), normals(rng, [4])()];
  const f = (x: Tensor4D, scale: Tensor, offset: Tensor): Scalar => {
    const h = addRelu(tf, batchNorm(tf, x, scale, offset, { relu: true }), offset);
    const kept = tf.relu(tf.localResponseNormalization(h, 2, 1, 0.1, 0.75));
    const sum = addRelu(tf, tf.add(h, kept), batchNorm(tf, tf.add(kept, x), offset, scale));
    return tf.sum(tf.mul(sum, tf.add(h, tf.reshape(kept, h.shape))));
  };
  const xs = [image, scale!, offset!];
  tf.tidy(() => {
    const { grads } = gradients(tf, () => f(image, scale!, offset!), xs);
    const found = grads.map((grad) => [...grad!.dataSync()]);
    const { grads: expected } = tf.valueAndGrads(f as (...xs: Tensor[]) => Scalar)(xs);
    assertEquals(found, expected.map((grad) => [...grad.dataSync()]));
    const again = gradients(tf, () => f(image, scale!, offset!), xs).grads;
    assertEquals(again.map((grad) => [...grad!.dataSync()]), found);
  });
  tf.dispose(xs);
});

Deno.test("gradients() free the memory of later layers before they come to earlier ones", () => {
  const layers = 20;
  let atFirst = Infinity;
  const first = tf.customGrad((x) => ({
    value: tf.mul(x as Tensor, 2),
    gradFunc(dy: Tensor) {
      atFirst = tf.memory().numBytes;
      return dy;
    },
  }));
  const x = tf.ones([1000]);
  const { numBytes } = tf.memory();
  tf.tidy(() => {
    gradients(tf, () => {
      let h = first(x);
      for (let i = 0; i < layers; i++) h = tf.square(h);
      return tf.sum(h) as Scalar;
    }, [x]);
  });
  assertLess(atFirst - numBytes, 4 * x.size * layers / 2);
  x.dispose();
});

Deno.test("gradients() leave nothing behind if the function or a derivative fails", () => {
  const x = tf.scalar(3);
  const { numTensors } = tf.memory();
  const fail = () => {
    throw new Error("no derivative");
  };
  assertThrows(() =>
    tf.tidy(() => {
      gradients(tf, () => {
        tf.square(x);
        return fail();
      }, [x]);
    })
  );
  assertEquals(tf.memory().numTensors, numTensors);
  const broken = tf.customGrad((x) => ({ value: tf.mul(x as Tensor, 2), gradFunc: fail }));
  assertThrows(() =>
    tf.tidy(() => {
      gradients(tf, () => broken(tf.square(x)) as Scalar, [x]);
    })
  );
  assertEquals(tf.memory().numTensors, numTensors);
  x.dispose();
});
