"""PyTorch's side of the bench: runs the case whose settings are the argument, as JSON."""

import json
import sys
import time

import bench_data
import torch
import pytorch_models
from bench_data import Loop
from torch.nn import functional

LOSSES = {
    "crossEntropy": functional.cross_entropy,
    "mse": lambda z, y: functional.mse_loss(z, functional.one_hot(y, z.shape[1]).float()),
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.0025, fused=True),
    "adam": lambda p: torch.optim.Adam(p, fused=True),
    "adamw": lambda p: torch.optim.AdamW(p, fused=True),
}


def repeat(step):
    """Runs a step so many times."""
    def run(iterations):
        for _ in range(iterations):
            step()

    return run


def repeat_and_keep(compute, number):
    """Runs a computation so many times, and how to look at a number of its last result."""
    last = None

    def run(iterations):
        nonlocal last
        for _ in range(iterations):
            last = compute()

    return run, lambda: number(last).item()


def torch_layers(arrays):
    """Layers as nn.Linear has them: its weights are outputs × inputs."""
    return [torch.from_numpy(a.T.copy()) for a in arrays]


def torch_vector(arrays):
    return torch.cat([a.flatten() for a in torch_layers(arrays)])


def mlp(widths, first, activation=torch.nn.ReLU, bias=True):
    modules = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        modules += [activation()] if i else []
        modules += [torch.nn.Linear(a, b, bias=bias)]
    net = torch.nn.Sequential(*modules)
    for parameter, value in zip(net.parameters(), torch_layers(first)):
        parameter.data = value
    return net


def shared_data(s):
    x, y = map(torch.from_numpy, bench_data.data(s))
    return x, y.long()


def shuffled(x, y, size):
    """The mini-batch of any step, epoch after epoch."""
    order = torch.from_numpy(bench_data.permutation(len(x)))
    count = len(x) // size

    def batch_of(step):
        chosen = order[step % count * size:][:size]
        return x[chosen], y[chosen]

    return batch_of


class Batches:
    """Mini-batches, or the whole data if they have no size, one after another."""

    def __init__(self, x, y, size=None):
        self.of = shuffled(x, y, size) if size else lambda step: (x, y)
        self.step = -1

    def next(self):
        self.step += 1
        return self.of(self.step)

    def upcoming(self):
        return self.of(self.step + 1)


def flatten(net):
    """Makes the parameters, and their gradients, views of one flat vector each."""
    phi = torch.nn.utils.parameters_to_vector(net.parameters()).detach()
    gradient = torch.zeros_like(phi)
    at = 0
    for p in net.parameters():
        p.data = phi[at:at + p.numel()].view(p.shape)
        p.grad = gradient[at:at + p.numel()].view(p.shape)
        at += p.numel()
    return phi, gradient


def gemm(s):
    n = s["size"]
    a, b = torch.from_numpy(bench_data.standard("data", 2 * n * n)).float().view(2, n, n)
    c = torch.empty(n, n)
    return Loop(n * n, repeat(lambda: torch.mm(a, b, out=c)), lambda: c[0, 0].item())


def train(s):
    net = mlp(s["widths"], bench_data.start(s["widths"]))
    data = Batches(*shared_data(s), s.get("batch"))
    loss, optimizer = LOSSES[s["loss"]], OPTIMIZERS[s["optimizer"]](net.parameters())
    weights = [p for p in net.parameters() if p.dim() > 1] if "keep" in s else []
    masks = torch_layers(bench_data.masks(s["widths"], s["keep"]))[::2] if weights else []
    for weight, mask in zip(weights, masks):
        weight.data.mul_(mask)

    def step():
        inputs, labels = data.next()
        optimizer.zero_grad()
        loss(net(inputs), labels).backward()
        if masks:
            torch._foreach_mul_([w.grad for w in weights], masks)
        optimizer.step()

    def result():
        inputs, labels = data.upcoming()
        return loss(net(inputs), labels).item()

    return Loop(sum(p.numel() for p in net.parameters()), repeat(step), result)


def subspace(s):
    net = mlp(s["widths"], bench_data.start(s["widths"]))
    phi, gradient = flatten(net)
    start = phi.clone()
    column, values = (
        torch_vector(bench_data.layers(a, s["widths"]))
        for a in bench_data.projection(s["widths"], s["dims"])
    )
    theta = torch.zeros(s["dims"])
    theta.grad = torch.zeros(s["dims"])
    optimizer = torch.optim.Adam([theta], lr=0.1, fused=True)
    data = Batches(*shared_data(s), s["batch"])

    def move():
        torch.index_select(theta, 0, column, out=phi)
        phi.mul_(values).add_(start)

    def step():
        x, y = data.next()
        move()
        gradient.zero_()
        functional.cross_entropy(net(x), y).backward()
        theta.grad.zero_().index_add_(0, column, gradient.mul_(values))
        optimizer.step()

    def result():
        x, y = data.upcoming()
        move()
        return functional.cross_entropy(net(x), y).item()

    return Loop(s["dims"], repeat(step), result)


def sphere(s):
    net = mlp(s["widths"], bench_data.start(s["widths"]))
    phi, gradient = flatten(net)
    radius, before = phi.norm(), torch.empty_like(phi)
    phi.grad = gradient
    optimizer = torch.optim.Adam([phi], fused=True)
    data = Batches(*shared_data(s), s["batch"])

    def step():
        x, y = data.next()
        gradient.zero_()
        functional.cross_entropy(net(x), y).backward()
        before.copy_(phi)
        square = torch.dot(before, before)
        gradient.sub_(before * (torch.dot(gradient, before) / square))
        optimizer.step()
        phi.sub_(before * (torch.dot(phi, before) / square - 1))
        phi.mul_(radius / phi.norm())

    def result():
        x, y = data.upcoming()
        return functional.cross_entropy(net(x), y).item()

    return Loop(phi.numel(), repeat(step), result)


def fastest(ways):
    """The way that takes the least time on one thread, each tried twice."""
    times = []
    for way in ways:
        way()
        start = time.perf_counter()
        way()
        times.append(time.perf_counter() - start)
    return ways[times.index(min(times))]


def split(flat, like):
    return [part.view(p.shape) for part, p in zip(flat.split([p.numel() for p in like]), like)]


def projected_hessian(s):
    net = mlp(s["widths"], bench_data.start(s["widths"], bias=False), bias=False)
    x, y = shared_data(s)
    names, parameters = zip(*net.named_parameters())
    dim, k = sum(p.numel() for p in parameters), s["directions"]
    vectors = [torch_vector(v) for v in bench_data.directions(s["widths"], k)]
    directions = torch.stack(vectors)
    tangents = [split(v, parameters) for v in vectors]
    products = torch.empty(k, dim)

    def double_backward():
        loss = functional.cross_entropy(net(x), y)
        gradient = torch.autograd.grad(loss, parameters, create_graph=True)
        for i, v in enumerate(tangents):
            product = torch.autograd.grad(gradient, parameters, v, retain_graph=True)
            torch.cat([part.flatten() for part in product], out=products[i])
        return directions @ products.T

    point = tuple(p.detach() for p in parameters)

    def loss(values):
        z = torch.func.functional_call(net, dict(zip(names, values)), x)
        return functional.cross_entropy(z, y)

    def product(v):
        _, out = torch.func.jvp(torch.func.grad(loss), (point,), (tuple(split(v, point)),))
        return torch.cat([part.flatten() for part in out])

    def forward_over_reverse():
        return directions @ torch.func.vmap(product, chunk_size=10)(directions).T

    way = fastest([double_backward, forward_over_reverse])
    return Loop(dim, *repeat_and_keep(way, lambda hessian: hessian[0, 0]))


def hessian(s):
    net = mlp(s["widths"], bench_data.small_start(s["widths"]), torch.nn.Tanh)
    x, y = shared_data(s)
    x = x.double()
    shapes = {name: p for name, p in net.named_parameters()}
    phi = torch.nn.utils.parameters_to_vector(net.parameters()).detach()

    def loss(flat):
        values = dict(zip(shapes, split(flat, list(shapes.values()))))
        return functional.cross_entropy(torch.func.functional_call(net, values, x), y)

    def compute():
        return torch.linalg.eigh(torch.func.hessian(loss)(phi))

    return Loop(phi.numel(), *repeat_and_keep(compute, lambda eigen: eigen.eigenvalues[-1]))


def image_network(s):
    """The network and images in the layout that is the faster one for all of them."""
    net = getattr(pytorch_models, s["model"]["name"])(**s["model"]["options"])
    net.to(memory_format=torch.channels_last)
    x = torch.randn(s["examples"], 3, s["size"], s["size"])
    y = torch.randint(10, (s["examples"],))
    return net, x.contiguous(memory_format=torch.channels_last), y


def images(s):
    net, x, y = image_network(s)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, fused=True)
    data = Batches(x, y, s["batch"])

    def step():
        inputs, labels = data.next()
        optimizer.zero_grad()
        functional.cross_entropy(net(inputs), labels).backward()
        optimizer.step()

    return Loop(sum(p.numel() for p in net.parameters()), repeat(step))


def image_gradient(s):
    net, x, y = image_network(s)
    net.requires_grad_(False)
    x.requires_grad_()

    def step():
        return torch.autograd.grad(functional.cross_entropy(net(x), y), x)

    return Loop(sum(p.numel() for p in net.parameters()), repeat(step))


KINDS = {
    "gemm": gemm,
    "train": train,
    "subspace": subspace,
    "sphere": sphere,
    "hessian": hessian,
    "projected-hessian": projected_hessian,
    "images": images,
    "image-gradient": image_gradient,
}

torch.set_num_threads(1)
settings = json.loads(sys.argv[1])
loop = KINDS[settings["kind"]](settings)
bench_data.serve(loop, f"PyTorch {torch.__version__}", torch.set_num_threads)
