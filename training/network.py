"""The detector: a small, fully convolutional network without anchors, made to be cheap on one CPU core.

Plain 3x3 convolutions, batch norm and ReLU only: on CPUs these run at several times the speed of depthwise
ones, and batch norm disappears into the weights when the network is exported.
"""

import math

import torch
from torch import nn
from torch.nn import functional

#: Order of the labels in data/train; `head` there is called `bare-head` in Outis.
LABELS = ("person", "bicycle", "motorcycle", "car", "bus", "truck", "helmet", "bare-head", "vest")
STRIDES = (8, 16, 32)
#: exp() of a box side is cut here: a side of e^5 strides is larger than any picture.
LOG_SIDE_MAX = 5.0


class ConvUnit(nn.Sequential):
    """Convolution, batch norm, ReLU. [batch, inner, h, w] -> [batch, outer, h / stride, w / stride]."""

    def __init__(self, inner, outer, side=3, stride=1, active=True):
        layers = [nn.Conv2d(inner, outer, side, stride, side // 2, bias=False), nn.BatchNorm2d(outer, 1e-3, 0.03)]
        super().__init__(*layers, *([nn.ReLU(inplace=True)] if active else []))


class Block(nn.Module):
    """Two 3x3 convolutions around a narrow middle, added to what came in. Keeps the shape."""

    def __init__(self, channels, middle):
        super().__init__()
        self.first = ConvUnit(channels, middle)
        self.second = ConvUnit(middle, channels, active=False)

    def forward(self, x):
        return functional.relu(x + self.second(self.first(x)))


def stage(inner, outer, blocks):
    """Halves both sides, then `blocks` blocks."""
    return nn.Sequential(ConvUnit(inner, outer, 3, 2), *[Block(outer, outer // 2) for _ in range(blocks)])


class Backbone(nn.Module):
    """[batch, 3, h, w] in 0..1 RGB -> maps at strides 8, 16 and 32 of `widths[2:]` channels."""

    def __init__(self, widths, blocks):
        super().__init__()
        self.stem = nn.Sequential(ConvUnit(3, widths[0], 3, 2), stage(widths[0], widths[1], blocks[0]))
        self.eighth = stage(widths[1], widths[2], blocks[1])
        self.sixteenth = stage(widths[2], widths[3], blocks[2])
        self.half = widths[4] // 2
        self.thirty_second = stage(widths[3], widths[4], blocks[3])
        self.squeeze = ConvUnit(widths[4], self.half, 1)
        self.spread = ConvUnit(self.half * 3, widths[4], 1)

    def forward(self, x):
        eighth = self.eighth(self.stem(x))
        sixteenth = self.sixteenth(eighth)
        deep = self.squeeze(self.thirty_second(sixteenth))
        wide = functional.max_pool2d(deep, 5, 1, 2)
        wider = functional.max_pool2d(wide, 5, 1, 2)
        return eighth, sixteenth, self.spread(torch.cat([deep, wide, wider], 1))


class Neck(nn.Module):
    """Carries meaning down to the fine maps and detail back up; every map leaves with `width` channels."""

    def __init__(self, inner, width):
        super().__init__()
        self.lateral = nn.ModuleList(ConvUnit(channels, width, 1) for channels in inner)
        self.down = nn.ModuleList(ConvUnit(width, width) for _ in range(2))
        self.shrink = nn.ModuleList(ConvUnit(width, width, 3, 2) for _ in range(2))
        self.up = nn.ModuleList(ConvUnit(width, width) for _ in range(2))

    def forward(self, maps):
        fine, middle, coarse = (unit(x) for unit, x in zip(self.lateral, maps))
        middle = self.down[0](middle + functional.interpolate(coarse, scale_factor=2.0, mode="nearest"))
        fine = self.down[1](fine + functional.interpolate(middle, scale_factor=2.0, mode="nearest"))
        middle = self.up[0](middle + self.shrink[0](fine))
        coarse = self.up[1](coarse + self.shrink[1](middle))
        return fine, middle, coarse


class Head(nn.Module):
    """Class scores and a box per cell. The convolutions are shared by all strides, their batch norms are not."""

    def __init__(self, width, classes):
        super().__init__()
        self.score_conv = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.box_conv = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.score_norm = nn.ModuleList(nn.BatchNorm2d(width, 1e-3, 0.03) for _ in STRIDES)
        self.box_norm = nn.ModuleList(nn.BatchNorm2d(width, 1e-3, 0.03) for _ in STRIDES)
        self.score = nn.ModuleList(nn.Conv2d(width, classes, 1) for _ in STRIDES)
        self.box = nn.ModuleList(nn.Conv2d(width, 4, 1) for _ in STRIDES)
        for score, box in zip(self.score, self.box):
            nn.init.normal_(score.weight, std=0.01)
            nn.init.constant_(score.bias, -math.log(99.0))
            nn.init.normal_(box.weight, std=0.01)
            # A box starts in the middle of its cell, two strides wide and high.
            box.bias.data.copy_(torch.tensor([0.5, 0.5, math.log(2.0), math.log(2.0)]))

    def forward(self, maps):
        scores, boxes = [], []
        for level, x in enumerate(maps):
            by_score = functional.relu(self.score_norm[level](self.score_conv(x)))
            by_box = functional.relu(self.box_norm[level](self.box_conv(x)))
            scores.append(self.score[level](by_score).flatten(2).transpose(1, 2))
            boxes.append(self.box[level](by_box).flatten(2).transpose(1, 2))
        return torch.cat(scores, 1), torch.cat(boxes, 1)


class Detector(nn.Module):
    """[batch, 3, h, w] RGB in 0..1 (h, w multiples of 32) -> logits [batch, cells, 9], boxes [batch, cells, 4].

    A box is (x, y, log w, log h) in strides, relative to the corner of its cell: the form that Outis' `yolox` decoder
    reads. Cells come stride by stride, row by row.
    """

    def __init__(self, widths=(16, 32, 64, 96, 128), blocks=(0, 2, 2, 2), neck=48):
        super().__init__()
        self.backbone = Backbone(widths, blocks)
        self.neck = Neck(widths[2:], neck)
        self.head = Head(neck, len(LABELS))

    def forward(self, x):
        return self.head(self.neck(self.backbone(x)))


def cell_grid(height, width):
    """Column, row and stride of every cell of a picture, [cells, 3], in the order of the network's output."""
    parts = []
    for stride in STRIDES:
        rows, columns = torch.meshgrid(
            torch.arange(height // stride), torch.arange(width // stride), indexing="ij"
        )
        parts.append(torch.stack([columns.flatten(), rows.flatten(), torch.full((rows.numel(),), stride)], 1))
    return torch.cat(parts).float()


def decode_boxes(boxes, grid):
    """Network boxes [..., cells, 4] -> left, top, right, bottom in px of the network's input."""
    stride = grid[:, 2:3]
    centre = (boxes[..., :2] + grid[:, :2]) * stride
    half = torch.exp(boxes[..., 2:].clamp(max=LOG_SIDE_MAX)) * stride / 2
    return torch.cat([centre - half, centre + half], -1)
