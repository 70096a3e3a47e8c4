"""Writes ONNX files: only the little of the format (onnx.proto3, IR version 8, opset 13) that the detector needs.

Large weights are stored as float16 and cast back to float32 in the graph; onnxruntime folds those casts while
loading, so the file is half as large and inference is not slower.
"""

import struct

import numpy

FLOAT, INT64, FLOAT16 = 1, 7, 10
#: Tensors of at least this many values are stored as float16; biases stay exact.
HALF_FROM = 1024


def varint(value):
    """A whole number in base 128, low digits first; negative ones as 64-bit two's complement."""
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def chunk(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


class Graph:
    """Collects nodes and weights; every `add` returns the name of the new value."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def fresh(self, hint):
        self.count += 1
        return f"{hint.lower()}_{self.count}"

    def add(self, op, inputs, output=None, **attributes):
        """Adds a node. Attributes are whole numbers, floats, texts or lists of whole numbers."""
        output = output or self.fresh(op)
        parts = [chunk(1, name) for name in inputs] + [chunk(2, output), chunk(4, op)]
        parts += [chunk(5, attribute(key, value)) for key, value in attributes.items()]
        self.nodes.append(b"".join(parts))
        return output

    def weight(self, values):
        """Stores a numpy array and returns the name of a value that holds it as float32 or int64."""
        values = numpy.asarray(values)
        name = self.fresh("weight")
        if values.dtype == numpy.int64:
            self.weights.append(tensor(name, INT64, values))
        elif values.size < HALF_FROM:
            self.weights.append(tensor(name, FLOAT, values.astype("<f4")))
        else:
            self.weights.append(tensor(name, FLOAT16, values.astype("<f2")))
            return self.add("Cast", [name], to=FLOAT)
        return name

    def model(self, input_name, input_dims, output_name, output_dims, producer):
        """The bytes of a model with one float32 input and one float32 output."""
        graph = b"".join(chunk(1, node) for node in self.nodes) + chunk(2, producer)
        graph += b"".join(chunk(5, weight) for weight in self.weights)
        graph += chunk(11, value_info(input_name, input_dims)) + chunk(12, value_info(output_name, output_dims))
        return number(1, 8) + chunk(2, producer) + chunk(7, graph) + chunk(8, number(2, 13))


def attribute(name, value):
    if isinstance(value, float):
        return chunk(1, name) + varint(2 << 3 | 5) + struct.pack("<f", value) + number(20, 1)
    if isinstance(value, str):
        return chunk(1, name) + chunk(4, value) + number(20, 3)
    if isinstance(value, (list, tuple)):
        return chunk(1, name) + b"".join(number(8, item) for item in value) + number(20, 7)
    return chunk(1, name) + number(3, value) + number(20, 2)


def tensor(name, kind, values):
    dims = b"".join(number(1, side) for side in values.shape)
    return dims + number(2, kind) + chunk(8, name) + chunk(9, numpy.ascontiguousarray(values).tobytes())


def value_info(name, dims):
    shape = b"".join(chunk(1, number(1, side)) for side in dims)
    return chunk(1, name) + chunk(2, chunk(1, number(1, FLOAT) + chunk(2, shape)))
