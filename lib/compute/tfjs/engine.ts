import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import type { TensorFlow } from "./register.ts";

/** The parts of TensorFlow.js's engine used here; its own types declare most of them private. */
interface Engine {
  readonly backendName: string;
  readonly backend: object;
  readonly state: { kernelDepth: number; readonly profiling: boolean };
  isTapeOn(): boolean;
  makeTensorFromTensorInfo(info: TensorInfo): Tensor;
  keep(tensor: Tensor): Tensor;
  addTapeNode(
    kernelName: string,
    inputs: NamedTensorMap,
    outputs: Tensor[],
    gradient: null,
    saved: Tensor[],
    attrs: NamedAttrMap | undefined,
  ): void;
  runKernel(
    kernelName: string,
    inputs: NamedTensorMap,
    attrs?: NamedAttrMap,
  ): Tensor | Tensor[];
}

/**
 * Makes TensorFlow.js run the kernels of the wasm backend with fewer books: without looks at what it
 * is debugging, and without a kernel for each tensor that a derivative needs. A training step of a
 * small network takes 0.88 to 0.95 of the time.
 */
export function runKernelsDirectly(tf: TensorFlow, heap: Heap): void {
  const engine = tf.engine() as unknown as Engine;
  const runKernel = engine.runKernel.bind(engine);

  /** The same tensor under a name of its own, which outlives the scope. */
  function kept(tensor: Tensor): Tensor {
    return engine.keep(engine.makeTensorFromTensorInfo(heap.share(tensor)));
  }

  /** What the derivative of a kernel needs. */
  function saved(kernelName: string, inputs: NamedTensorMap, outputs: Tensor[]): Tensor[] {
    const gradient = tf.getGradient(kernelName);
    if (!gradient) return [];
    const { saveAllInputs, inputsToSave = [], outputsToSave = [] } = gradient;
    const names = saveAllInputs ? Object.keys(inputs) : inputsToSave;
    const needed = names.map((name) => inputs[name]!);
    return [...needed, ...outputs.filter((_, i) => outputsToSave[i])].map(kept);
  }

  engine.runKernel = (kernelName, inputs, attrs) => {
    const kernel = tf.getKernel(kernelName, "wasm");
    if (!kernel || engine.backendName !== "wasm" || engine.state.profiling) {
      return runKernel(kernelName, inputs, attrs);
    }
    const isTapeOn = engine.isTapeOn();
    let infos: TensorInfo | TensorInfo[];
    engine.state.kernelDepth++; // kernels that it calls are not recorded
    try {
      infos = kernel.kernelFunc({ inputs, attrs: attrs ?? {}, backend: engine.backend });
    } finally {
      engine.state.kernelDepth--;
    }
    const isList = Array.isArray(infos);
    const outputs = (isList ? infos as TensorInfo[] : [infos as TensorInfo])
      .map((info) => engine.makeTensorFromTensorInfo(info));
    if (isTapeOn) {
      const needed = saved(kernelName, inputs, outputs);
      engine.addTapeNode(kernelName, inputs, outputs, null, needed, attrs);
    }
    return isList ? outputs : outputs[0]!;
  };
}
