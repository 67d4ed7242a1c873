"""PyTorch's side of the bench: runs the case whose settings are the argument, as JSON.

It writes a line of JSON when it is ready, and one for each line "ITERATIONS THREADS" that it reads.
"""

import json
import resource
import sys
import time

import torch
import pytorch_models
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


def mlp(widths, activation=torch.nn.ReLU, bias=True):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers += [activation()] if i else []
        layers += [torch.nn.Linear(a, b, bias=bias)]
    return torch.nn.Sequential(*layers)


def random_data(s):
    x = torch.randn(s["examples"], s["widths"][0])
    return x, torch.randint(s["widths"][-1], (s["examples"],))


def batches(x, y, size):
    """Mini-batches in random order, epoch after epoch."""
    while True:
        order = torch.randperm(len(x))
        for start in range(0, len(x) - size + 1, size):
            chosen = order[start:start + size]
            yield x[chosen], y[chosen]


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
    a, b, c = (torch.randn(s["size"], s["size"]) for _ in range(3))
    return c.numel(), lambda: torch.mm(a, b, out=c)


def train(s):
    net = mlp(s["widths"])
    x, y = random_data(s)
    data = batches(x, y, s["batch"]) if "batch" in s else None
    loss, optimizer = LOSSES[s["loss"]], OPTIMIZERS[s["optimizer"]](net.parameters())
    weights = [p for p in net.parameters() if p.dim() > 1] if "keep" in s else []
    masks = [(torch.rand_like(w) < s["keep"]).float() for w in weights]
    for weight, mask in zip(weights, masks):
        weight.data.mul_(mask)

    def step():
        inputs, labels = next(data) if data else (x, y)
        optimizer.zero_grad()
        loss(net(inputs), labels).backward()
        if masks:
            torch._foreach_mul_([w.grad for w in weights], masks)
        optimizer.step()

    return sum(p.numel() for p in net.parameters()), step


def subspace(s):
    net = mlp(s["widths"])
    phi, gradient = flatten(net)
    start = phi.clone()
    column = torch.randint(s["dims"], phi.shape)
    count = torch.bincount(column, minlength=s["dims"])
    values = (2 * torch.randint(2, phi.shape) - 1) / count[column].sqrt()
    theta = torch.zeros(s["dims"])
    theta.grad = torch.zeros(s["dims"])
    optimizer = torch.optim.Adam([theta], lr=0.1, fused=True)
    data = batches(*random_data(s), s["batch"])

    def step():
        x, y = next(data)
        torch.index_select(theta, 0, column, out=phi)
        phi.mul_(values).add_(start)
        gradient.zero_()
        functional.cross_entropy(net(x), y).backward()
        theta.grad.zero_().index_add_(0, column, gradient.mul_(values))
        optimizer.step()

    return s["dims"], step


def sphere(s):
    net = mlp(s["widths"])
    phi, gradient = flatten(net)
    radius, before = phi.norm(), torch.empty_like(phi)
    phi.grad = gradient
    optimizer = torch.optim.Adam([phi], fused=True)
    data = batches(*random_data(s), s["batch"])

    def step():
        x, y = next(data)
        gradient.zero_()
        functional.cross_entropy(net(x), y).backward()
        before.copy_(phi)
        square = torch.dot(before, before)
        gradient.sub_(before * (torch.dot(gradient, before) / square))
        optimizer.step()
        phi.sub_(before * (torch.dot(phi, before) / square - 1))
        phi.mul_(radius / phi.norm())

    return phi.numel(), step


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
    net = mlp(s["widths"], bias=False)
    x, y = random_data(s)
    names, parameters = zip(*net.named_parameters())
    dim, k = sum(p.numel() for p in parameters), s["directions"]
    directions = torch.randn(k, dim) / dim**0.5
    tangents = [split(v, parameters) for v in directions]
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

    return dim, fastest([double_backward, forward_over_reverse])


def hessian(s):
    net = mlp(s["widths"], torch.nn.Tanh).double()
    x, y = random_data(s)
    x = x.double()
    shapes = {name: p for name, p in net.named_parameters()}
    phi = torch.nn.utils.parameters_to_vector(net.parameters()).detach()

    def loss(flat):
        values = dict(zip(shapes, split(flat, list(shapes.values()))))
        return functional.cross_entropy(torch.func.functional_call(net, values, x), y)

    def step():
        return torch.linalg.eigh(torch.func.hessian(loss)(phi))

    return phi.numel(), step


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
    data = batches(x, y, s["batch"])

    def step():
        inputs, labels = next(data)
        optimizer.zero_grad()
        functional.cross_entropy(net(inputs), labels).backward()
        optimizer.step()

    return sum(p.numel() for p in net.parameters()), step


def image_gradient(s):
    net, x, y = image_network(s)
    net.requires_grad_(False)
    x.requires_grad_()

    def step():
        return torch.autograd.grad(functional.cross_entropy(net(x), y), x)

    return sum(p.numel() for p in net.parameters()), step


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
parameters, step = KINDS[settings["kind"]](settings)
print(json.dumps({"parameters": parameters, "backend": f"PyTorch {torch.__version__}"}), flush=True)
for line in sys.stdin:
    iterations, threads = map(int, line.split())
    torch.set_num_threads(threads)
    start = time.perf_counter()
    for _ in range(iterations):
        step()
    ms = 1000 * (time.perf_counter() - start)
    # Kilobytes, but bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        2**20 if sys.platform == "darwin" else 2**10
    )
    print(json.dumps({"ms": ms, "peakMb": peak}), flush=True)
