"""JAX's side of the bench: runs the case whose settings are the argument, as JSON. All steps of a
request are one compiled loop. The environment says how many threads it has (peers.ts)."""

import json
import sys
from functools import partial

import bench_data
import jax
import jax.flatten_util
import jax.numpy as jnp
from bench_data import Loop
from jax import lax

settings = json.loads(sys.argv[1])
# As in the figures, only the exact Hessian is in double precision.
jax.config.update("jax_enable_x64", settings["kind"] == "hessian")


def outputs(params, x, activation=jax.nn.relu):
    """The outputs of the network with these weights and biases."""
    *hidden, last = zip(params[::2], params[1::2])
    for weight, bias in hidden:
        x = activation(x @ weight + bias)
    weight, bias = last
    return x @ weight + bias


def cross_entropy(z, y):
    z = jax.nn.log_softmax(z)
    return -jnp.mean(jnp.take_along_axis(z, y[:, None], axis=1))


def squared_error(z, y):
    return jnp.mean((z - jax.nn.one_hot(y, z.shape[1])) ** 2)


LOSSES = {"crossEntropy": cross_entropy, "mse": squared_error}


def arrays(values):
    return [jnp.asarray(value) for value in values]


def zeros(params):
    return jax.tree.map(jnp.zeros_like, params)


def add(scale, x, y):
    """scale·x + y, for vectors as layers."""
    return jax.tree.map(lambda a, b: scale * a + b, x, y)


def dot(x, y):
    return sum(jnp.vdot(a, b) for a, b in zip(x, y))


def adam(params, gradient, moments, t, rate=0.001, decay=0.0):
    """Step t = 1, 2, … of AdamW; returns new parameters and moments."""
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, moments[1], gradient)
    step, correction = rate / (1 - 0.9**t), 1 / (1 - 0.999**t)

    def update(p, m, v):
        return (1 - rate * decay) * p - step * m / (jnp.sqrt(correction * v) + 1e-8)

    return jax.tree.map(update, params, first, second), (first, second)


def batches(s):
    """The examples of any step: a mini-batch, or all of them."""
    if "batch" not in s:
        return lambda data, step: data
    size, count = s["batch"], s["examples"] // s["batch"]
    order = jnp.asarray(bench_data.permutation(s["examples"]))

    def batch_of(data, step):
        x, y = data
        chosen = lax.dynamic_slice(order, [step % count * size], [size])
        return x[chosen], y[chosen]

    return batch_of


def training(s, params, take_step, loss):
    """
    A loop of steps (params, moments, batch, t) → (params, moments), which ends with the loss of the
    next batch.
    """
    data, batch_of = tuple(arrays(bench_data.data(s))), batches(s)

    @partial(jax.jit, donate_argnums=0)
    def take_steps(state, data, count):
        def body(_, state):
            params, moments, step = state
            params, moments = take_step(params, moments, batch_of(data, step), step + 1)
            return params, moments, step + 1

        return lax.fori_loop(0, count, body, state)

    @jax.jit
    def loss_of(state, data):
        params, _, step = state
        return loss(params, *batch_of(data, step))

    state = params, (zeros(params), zeros(params)), 0

    def run(iterations):
        nonlocal state
        state = jax.block_until_ready(take_steps(state, data, iterations))

    return Loop(sum(p.size for p in params), run, lambda: loss_of(state, data).item())


def train(s):
    params = arrays(bench_data.start(s["widths"]))
    masks = arrays(bench_data.masks(s["widths"], s["keep"])) if "keep" in s else None
    if masks:
        params = [p * mask for p, mask in zip(params, masks)]

    def loss(params, x, y):
        return LOSSES[s["loss"]](outputs(params, x), y)

    def take_step(params, moments, batch, t):
        gradient = jax.grad(loss)(params, *batch)
        if masks:
            gradient = [g * mask for g, mask in zip(gradient, masks)]
        if s["optimizer"] == "sgd":
            return add(-0.0025, gradient, params), moments
        decay = 0.01 if s["optimizer"] == "adamw" else 0.0
        return adam(params, gradient, moments, t, decay=decay)

    return training(s, params, take_step, loss)


def subspace(s):
    start = arrays(bench_data.start(s["widths"]))
    columns, values = (
        arrays(bench_data.layers(a, s["widths"]))
        for a in bench_data.projection(s["widths"], s["dims"])
    )

    def loss(theta, x, y):
        params = [p + v * theta[0][c] for p, v, c in zip(start, values, columns)]
        return cross_entropy(outputs(params, x), y)

    def take_step(theta, moments, batch, t):
        return adam(theta, jax.grad(loss)(theta, *batch), moments, t, rate=0.1)

    return training(s, [jnp.zeros(s["dims"])], take_step, loss)


def sphere(s):
    params = arrays(bench_data.start(s["widths"]))
    radius = jnp.sqrt(dot(params, params))

    def loss(params, x, y):
        return cross_entropy(outputs(params, x), y)

    def take_step(params, moments, batch, t):
        gradient, square = jax.grad(loss)(params, *batch), dot(params, params)
        along = add(-dot(gradient, params) / square, params, gradient)
        moved, moments = adam(params, along, moments, t)
        moved = add(1 - dot(moved, params) / square, params, moved)
        factor = radius / jnp.sqrt(dot(moved, moved))
        return [factor * p for p in moved], moments

    return training(s, params, take_step, loss)


def repeating(parameters, compute, number):
    """
    A loop of equal computations, each of which is a call: within a compiled loop all but one would
    be left out.
    """
    last = None

    def run(iterations):
        nonlocal last
        for _ in range(iterations):
            last = compute()
        jax.block_until_ready(last)

    return Loop(parameters, run, lambda: number(last).item())


def gemm(s):
    n = s["size"]
    a, b = jnp.asarray(bench_data.standard("data", 2 * n * n), jnp.float32).reshape(2, n, n)
    product = jax.jit(jnp.dot)
    return repeating(n * n, lambda: product(a, b), lambda c: c[0, 0])


def projected_hessian(s):
    zeros_for_biases = [jnp.zeros(width) for width in s["widths"][1:]]
    weights = arrays(bench_data.start(s["widths"], bias=False))
    x, y = arrays(bench_data.data(s))
    vectors = zip(*bench_data.directions(s["widths"], s["directions"]))
    directions = [jnp.stack(arrays(parts)) for parts in vectors]

    def loss(weights, x, y):
        params = [a for pair in zip(weights, zeros_for_biases) for a in pair]
        return cross_entropy(outputs(params, x), y)

    @jax.jit
    def hessian(weights, directions, x, y):
        def product(v):
            return jax.jvp(lambda w: jax.grad(loss)(w, x, y), (weights,), (v,))[1]

        products = lax.map(product, directions, batch_size=10)
        k = s["directions"]
        return sum(v.reshape(k, -1) @ p.reshape(k, -1).T for v, p in zip(directions, products))

    parameters = sum(w.size for w in weights)
    return repeating(parameters, lambda: hessian(weights, directions, x, y), lambda h: h[0, 0])


def exact_hessian(s):
    params = arrays(bench_data.small_start(s["widths"]))
    phi, to_params = jax.flatten_util.ravel_pytree(params)
    x, y = arrays(bench_data.data(s))

    def loss(phi, x, y):
        return cross_entropy(outputs(to_params(phi), x.astype(phi.dtype), jnp.tanh), y)

    @jax.jit
    def eigen(phi, x, y):
        return jnp.linalg.eigh(jax.hessian(loss)(phi, x, y))

    return repeating(phi.size, lambda: eigen(phi, x, y), lambda eigen: eigen.eigenvalues[-1])


KINDS = {
    "gemm": gemm,
    "train": train,
    "subspace": subspace,
    "sphere": sphere,
    "hessian": exact_hessian,
    "projected-hessian": projected_hessian,
}

bench_data.serve(KINDS[settings["kind"]](settings), f"JAX {jax.__version__}")
