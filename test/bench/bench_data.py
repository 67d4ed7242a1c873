"""What the sides in Python have in common: the numbers that all sides share (data.ts), and how they
talk with the bench."""

import json
import resource
import sys
import time
from dataclasses import dataclass
from typing import Callable

import numpy as np

PURPOSES = ["data", "init", "order", "projection", "directions", "mask"]
STRIDE = 7919
# Pixels at the top and at the bottom of an image that are 0 in all, as many of MNIST's are.
EDGE = 3 * 28


@dataclass
class Loop:
    """A loop that is ready to run."""

    # Numbers that it changes or differentiates by.
    parameters: int
    # Runs some iterations.
    run: Callable
    # Returns a number that all sides must agree on, if they compute one.
    result: Callable = lambda: None


def uniform(purpose, count, start=0):
    """Numbers in [0, 1)."""
    first = (PURPOSES.index(purpose) << 24) + start + 1
    hashed = np.arange(first, first + count, dtype=np.uint32) * np.uint32(0x9E3779B1)
    hashed = (hashed ^ hashed >> np.uint32(15)) * np.uint32(0x85EBCA6B)
    return (hashed ^ hashed >> np.uint32(13)) / 2**32


def standard(purpose, count):
    """Numbers of mean 0 and variance 1."""
    return np.sqrt(3) * (2 * uniform(purpose, count) - 1)


def permutation(n):
    return np.arange(n) * STRIDE % n


def data(s):
    """Inputs and labels."""
    examples, inputs, classes = s["examples"], s["widths"][0], s["widths"][-1]
    x = standard("data", examples * inputs).reshape(examples, inputs)
    if inputs == 28 * 28:
        x[:, :EDGE] = x[:, -EDGE:] = 0
    y = np.floor(classes * uniform("data", examples, examples * inputs))
    return x.astype(np.float32), y.astype(np.int32)


def layers(flat, widths, bias=True):
    """The arrays of a vector like φ: weights (inputs × outputs) and biases, layer by layer."""
    arrays, at = [], 0
    for inputs, outputs in zip(widths, widths[1:]):
        for shape in [(inputs, outputs), (outputs,)][: 2 if bias else 1]:
            size = int(np.prod(shape))
            arrays.append(flat[at:at + size].reshape(shape))
            at += size
    return arrays


def dimension(widths, bias=True):
    """Number of parameters."""
    return sum((inputs + bias) * outputs for inputs, outputs in zip(widths, widths[1:]))


def start(widths, bias=True):
    """The first φ, as layers: uniform in ±1/√fan-in."""
    first = layers(2 * uniform("init", dimension(widths, bias)) - 1, widths, bias)
    fan_in = np.repeat(widths[:-1], 2 if bias else 1)
    return [(a / np.sqrt(n)).astype(np.float32) for a, n in zip(first, fan_in)]


def small_start(widths):
    """The first φ in double precision, as layers: normal, times 0.1."""
    return layers(0.1 * standard("init", dimension(widths)), widths)


def directions(widths, count):
    """Dense directions without biases, each as layers."""
    dim = dimension(widths, False)
    flat = standard("directions", count * dim).reshape(count, dim) / np.sqrt(dim)
    return [layers(one.astype(np.float32), widths, False) for one in flat]


def masks(widths, keep):
    """1 for the weights that are kept, and for all biases, as layers."""
    kept = uniform("mask", dimension(widths)) < keep
    return [(a | (a.ndim == 1)).astype(np.float32) for a in layers(kept, widths)]


def projection(widths, dims):
    """Column and value of the one number in each row of P."""
    dim = dimension(widths)
    column, sign = np.empty(dim, np.int32), np.empty(dim)
    column[permutation(dim)] = np.arange(dim) % dims
    sign[permutation(dim)] = np.where(uniform("projection", dim) < 0.5, -1, 1)
    return column, (sign / np.sqrt(np.bincount(column))[column]).astype(np.float32)


def peak_mb():
    """Largest resident memory so far, in MiB; the system counts kilobytes, but bytes on macOS."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def serve(loop, backend, set_threads=lambda count: None):
    """Writes a line of JSON when ready, and one for each line "ITERATIONS THREADS" that it reads."""
    print(json.dumps({"parameters": loop.parameters, "backend": backend}), flush=True)
    for line in sys.stdin:
        iterations, threads = map(int, line.split())
        set_threads(threads)
        begin = time.perf_counter()
        loop.run(iterations)
        ms = 1000 * (time.perf_counter() - begin)
        answer = {"ms": ms, "peakMb": peak_mb(), "result": loop.result()}
        print(json.dumps(answer), flush=True)
