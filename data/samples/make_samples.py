"""Writes the samples beside it: two data sets, and a network that PyTorch trained on one of them.

Usage: pip install torch==2.13.0 numpy safetensors; python make_samples.py

It also writes test/weights/fixtures/pytorch_mlp.json: what PyTorch finds for this network.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

here = Path(__file__).parent
root = here.parent.parent
rng = np.random.default_rng(20)
torch.manual_seed(20)
torch.set_num_threads(1)


def spirals(size):
    """Points of the plane near three spirals, and which of them: in random order."""
    arm = rng.integers(3, size=size)
    along = rng.uniform(0.1, 1, size)
    angle = 2 * np.pi * (arm / 3 + 0.8 * along)
    points = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    points += rng.normal(scale=0.03, size=points.shape)
    return points.round(4), arm


def gratings(size):
    """Gray images of 8 x 8 pixels with stripes in one of four directions."""
    kind = rng.integers(4, size=size)
    row, column = np.mgrid[:8, :8]
    direction = (kind * np.pi / 4)[:, None, None]
    along = np.cos(direction) * column + np.sin(direction) * row
    phase = rng.uniform(0, 2 * np.pi, size)[:, None, None]
    waves = np.cos(rng.uniform(1.2, 2, size)[:, None, None] * along + phase)
    noise = rng.normal(scale=0.7, size=waves.shape)
    return np.clip(128 + 60 * (waves + noise), 0, 255).astype(np.uint8), kind.astype(np.uint8)


def write_idx(name, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    (here / "gratings").mkdir(exist_ok=True)
    packed = gzip.compress(header + array.tobytes(), mtime=0)
    (here / "gratings" / f"{name}.gz").write_bytes(packed)


def write_csv(path, points, arm):
    rows = [f"{x},{y},{k}" for (x, y), k in zip(points.tolist(), arm.tolist())]
    path.write_text("\n".join(["x,y,arm", *rows]) + "\n")


def train(points, arm):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 32),
        torch.nn.Tanh(),
        torch.nn.Linear(32, 32),
        torch.nn.Tanh(),
        torch.nn.Linear(32, 3),
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.01)
    x, y = torch.tensor(points, dtype=torch.float32), torch.tensor(arm)
    for _ in range(600):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model


def write_layers_model(folder, state):
    """The same network as Keras describes it, in the files of TensorFlow.js's converter."""
    layers, weights, data = [], [], b""
    for i, name in enumerate(["0", "2", "4"]):
        kernel = state[f"{name}.weight"].numpy().T
        layer = {
            "name": f"dense_{i}",
            "trainable": True,
            "units": kernel.shape[1],
            "activation": "tanh" if i < 2 else "softmax",
            "use_bias": True,
        }
        if i == 0:
            layer["batch_input_shape"] = [None, kernel.shape[0]]
        layers.append({"class_name": "Dense", "config": layer})
        for kind, array in [("kernel", kernel), ("bias", state[f"{name}.bias"].numpy())]:
            shape = list(array.shape)
            weights.append({"name": f"dense_{i}/{kind}", "shape": shape, "dtype": "float32"})
            data += array.tobytes()
    config = {"class_name": "Sequential", "config": {"name": "spirals", "layers": layers}}
    model = {
        "format": "layers-model",
        "modelTopology": {"keras_version": "2.15.0", "backend": "tensorflow", "model_config": config},
        "weightsManifest": [{"paths": ["group1-shard1of1.bin"], "weights": weights}],
    }
    folder.mkdir(exist_ok=True)
    (folder / "model.json").write_text(json.dumps(model, indent=1) + "\n")
    (folder / "group1-shard1of1.bin").write_bytes(data)


def numbers(tensor):
    """In the library's order: weights are inputs x outputs."""
    tensor = tensor.T if tensor.ndim == 2 else tensor
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def write_findings(path, model, points, arm):
    """Logits, loss, gradient and a product with the Hessian, in double precision.

    A third of the labels are wrong, so that the gradient is not nearly 0.
    """
    model = model.double()
    x = torch.tensor(points).float().double()
    y = torch.tensor((arm + (np.arange(len(arm)) % 3 == 0)) % 3)
    logits = model(x)
    loss = torch.nn.functional.cross_entropy(logits, y)
    names = [name for name, _ in model.named_parameters()]
    parameters = list(model.parameters())
    gradients = torch.autograd.grad(loss, parameters, create_graph=True)
    along = sum((g * p.detach()).sum() for g, p in zip(gradients, parameters))
    products = torch.autograd.grad(along, parameters)
    findings = {
        "x": x.float().flatten().tolist(),
        "y": y.tolist(),
        "logits": numbers(logits.flatten()),
        "loss": loss.item(),
        "accuracy": (logits.argmax(1) == y).double().mean().item(),
        "gradient": {n: numbers(g) for n, g in zip(names, gradients)},
        "hessianTimesWeights": {n: numbers(h) for n, h in zip(names, products)},
    }
    path.write_text(json.dumps(findings) + "\n")


training, test = spirals(300), spirals(300)
write_csv(here / "spirals.csv", *training)
np.savez_compressed(here / "spirals_test.npz", inputs=test[0], labels=test[1])
for prefix, size in [("train", 400), ("t10k", 200)]:
    images, labels = gratings(size)
    write_idx(f"{prefix}-images-idx3-ubyte", images)
    write_idx(f"{prefix}-labels-idx1-ubyte", labels)
model = train(*training)
save_file(model.state_dict(), here / "spirals_mlp.safetensors", metadata={"activation": "tanh"})
write_layers_model(here / "spirals_mlp", model.state_dict())
write_findings(root / "test/weights/fixtures/pytorch_mlp.json", model, test[0][:20], test[1][:20])
