"""Turns a checkpoint into the ONNX file that Outis runs: export.py CHECKPOINT OUT.onnx [WIDTH HEIGHT].

Batch norms are folded into the convolutions. The output is [1, cells, 5 + 9], as the `yolox` decoder reads it:
x, y, log w, log h in strides, an objectness that is always 1 (there is none: the class score says it all), and
nine class scores.
"""

import sys

import numpy
import torch

from network import STRIDES, Detector
from onnxfile import Graph

INPUT, OUTPUT = "images", "boxes"


def folded(conv, norm):
    """Weights and bias of a convolution with its batch norm folded in, as numpy arrays."""
    scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach()
    weight = conv.weight.detach() * scale[:, None, None, None]
    return weight.numpy(), (norm.bias.detach() - norm.running_mean * scale).numpy()


class Writer:
    """Writes the network module by module; every method takes and gives names of values."""

    def __init__(self):
        self.graph = Graph()

    def conv(self, x, weight, bias, stride, active):
        side = weight.shape[2]
        y = self.graph.add(
            "Conv",
            [x, self.graph.weight(weight), self.graph.weight(bias)],
            kernel_shape=[side, side],
            strides=[stride, stride],
            pads=[side // 2] * 4,
        )
        return self.graph.add("Relu", [y]) if active else y

    def unit(self, x, unit):
        return self.conv(x, *folded(unit[0], unit[1]), unit[0].stride[0], len(unit) == 3)

    def stage(self, x, modules):
        x = self.unit(x, modules[0])
        for block in modules[1:]:
            x = self.join(x, self.unit(self.unit(x, block.first), block.second), active=True)
        return x

    def join(self, a, b, active=False):
        total = self.graph.add("Add", [a, b])
        return self.graph.add("Relu", [total]) if active else total

    def backbone(self, x, backbone):
        x = self.stage(self.unit(x, backbone.stem[0]), backbone.stem[1])
        eighth = self.stage(x, backbone.eighth)
        sixteenth = self.stage(eighth, backbone.sixteenth)
        deep = self.unit(self.stage(sixteenth, backbone.thirty_second), backbone.squeeze)
        pool = {"kernel_shape": [5, 5], "strides": [1, 1], "pads": [2, 2, 2, 2]}
        wide = self.graph.add("MaxPool", [deep], **pool)
        wider = self.graph.add("MaxPool", [wide], **pool)
        joined = self.graph.add("Concat", [deep, wide, wider], axis=1)
        return eighth, sixteenth, self.unit(joined, backbone.spread)

    def double(self, x):
        scales = self.graph.weight(numpy.array([1, 1, 2, 2], "float32"))
        how = {"coordinate_transformation_mode": "asymmetric", "mode": "nearest", "nearest_mode": "floor"}
        return self.graph.add("Resize", [x, "", scales], **how)

    def neck(self, maps, neck):
        fine, middle, coarse = (self.unit(x, unit) for x, unit in zip(maps, neck.lateral))
        middle = self.unit(self.join(middle, self.double(coarse)), neck.down[0])
        fine = self.unit(self.join(fine, self.double(middle)), neck.down[1])
        middle = self.unit(self.join(middle, self.unit(fine, neck.shrink[0])), neck.up[0])
        coarse = self.unit(self.join(coarse, self.unit(middle, neck.shrink[1])), neck.up[1])
        return fine, middle, coarse

    def head(self, maps, head):
        levels = []
        for level, x in enumerate(maps):
            by_score = self.conv(x, *folded(head.score_conv, head.score_norm[level]), 1, True)
            by_box = self.conv(x, *folded(head.box_conv, head.box_norm[level]), 1, True)
            score, box = head.score[level], head.box[level]
            logits = self.conv(by_score, score.weight.detach().numpy(), score.bias.detach().numpy(), 1, False)
            # A fifth box value without weights and with bias 1 is the objectness.
            none = numpy.zeros((1, *box.weight.shape[1:]), "float32")
            weight = numpy.concatenate([box.weight.detach().numpy(), none])
            bias = numpy.append(box.bias.detach().numpy(), numpy.float32(1))
            row = [self.conv(by_box, weight, bias, 1, False), self.graph.add("Sigmoid", [logits])]
            joined = self.graph.add("Concat", row, axis=1)
            flat = self.graph.weight(numpy.array([1, 5 + logits_count(head), -1], "int64"))
            levels.append(self.graph.add("Reshape", [joined, flat]))
        self.graph.add("Transpose", [self.graph.add("Concat", levels, axis=2)], OUTPUT, perm=[0, 2, 1])


def logits_count(head):
    return head.score[0].out_channels


def onnx_bytes(detector, width, height):
    """The ONNX file of a detector for pictures of `width` x `height` px (multiples of 32)."""
    writer = Writer()
    writer.head(writer.neck(writer.backbone(INPUT, detector.backbone), detector.neck), detector.head)
    cells = sum((width // stride) * (height // stride) for stride in STRIDES)
    out = [1, cells, 5 + logits_count(detector.head)]
    return writer.graph.model(INPUT, [1, 3, height, width], OUTPUT, out, "outis-training")


def load_detector(path):
    """The averaged (EMA) weights of a checkpoint of train.py, ready for inference."""
    state = torch.load(path, map_location="cpu")
    detector = Detector(**state["shape"])
    detector.load_state_dict(state["average"])
    return detector.eval()


def main():
    checkpoint, out, *size = sys.argv[1:]
    width, height = map(int, size) if size else (416, 256)
    data = onnx_bytes(load_detector(checkpoint), width, height)
    with open(out, "wb") as file:
        file.write(data)
    print(f"{out}: {len(data)} bytes, {width}x{height}")


if __name__ == "__main__":
    main()
