"""The convolutional networks of the figures, in PyTorch, with the options of lib/models/."""

import torch
from torch import nn


def norm(channels):
    return nn.BatchNorm2d(channels, track_running_stats=False)


def conv(inputs, outputs, size=3, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)


def alexnet(width, norm):
    norms = {
        "none": lambda: [],
        "batch": lambda: [nn.BatchNorm2d(width, track_running_stats=False)],
        "local": lambda: [nn.LocalResponseNorm(9, alpha=0.001, beta=0.75, k=1)],
    }

    def block(inputs):
        # ReLU after the pooling gives the same as before it, with fewer units.
        filters = nn.Conv2d(inputs, width, 5, padding=2)
        return [filters, nn.MaxPool2d(3, 2, padding=1), nn.ReLU(), *norms[norm]()]

    linear = [nn.Linear(49 * width, 384), nn.ReLU(), nn.Linear(384, 192), nn.ReLU()]
    return nn.Sequential(*block(3), *block(width), nn.Flatten(), *linear, nn.Linear(192, 10))


class Dense(nn.Module):
    """BN, ReLU and a convolution, whose output stands beside the input."""

    def __init__(self, inputs, growth):
        super().__init__()
        self.norm, self.conv = norm(inputs), conv(inputs, growth)

    def forward(self, x):
        return torch.cat([x, self.conv(torch.relu(self.norm(x)))], 1)


def densenet(growth, layers, size):
    channels = 2 * growth
    modules = [conv(3, channels, stride=2)]
    for block in range(2):
        if block == 1:
            modules += [norm(channels), nn.ReLU(), conv(channels, channels // 2, 1), nn.AvgPool2d(2)]
            channels //= 2
        for _ in range(layers):
            modules += [Dense(channels, growth)]
            channels += growth
    modules += [norm(channels), nn.ReLU(), nn.AvgPool2d(size // 4), nn.Flatten()]
    return nn.Sequential(*modules, nn.Linear(channels, 10))


def cnn(channels, hidden, size):
    modules, inputs = [], 3
    for outputs in channels:
        modules += [conv(inputs, outputs, stride=2), norm(outputs), nn.ReLU()]
        inputs, size = outputs, (size + 1) // 2
    flat = inputs * size**2
    modules += [nn.Flatten()]
    if hidden > 0:
        modules += [nn.Linear(flat, hidden), nn.ReLU()]
    return nn.Sequential(*modules, nn.Linear(hidden or flat, 10))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        first = [conv(inputs, outputs, stride=stride), norm(outputs), nn.ReLU()]
        self.inner = nn.Sequential(*first, conv(outputs, outputs), norm(outputs))
        self.shortcut = nn.Identity() if stride == 1 else conv(inputs, outputs, 1, stride)

    def forward(self, x):
        return torch.relu(self.inner(x) + self.shortcut(x))


def residual_cnn(width, size):
    modules = [conv(3, width, stride=2), norm(width), nn.ReLU()]
    modules += [Residual(width, width, 1), Residual(width, 2 * width, 2)]
    return nn.Sequential(*modules, nn.AvgPool2d(size // 4), nn.Flatten(), nn.Linear(2 * width, 10))
