"""Average precision on the held-out images: score.py CHECKPOINT DATA_FOLDER [WIDTH HEIGHT].

Pictures are letterboxed like in the product (top left, four neighbours, no smoothing). Detections are written for
data/train/evaluate.py, whose own function computes AP50.
"""

import csv
import importlib.util
import os
import sys

import numpy
import torch
from PIL import Image

from export import load_detector
from network import cell_grid, decode_boxes
from sample import PAD

SCORE_MIN = 0.02
#: Candidates per picture before, and detections after merging.
CANDIDATES_MAX, DETECTIONS_MAX = 600, 200
NMS_IOU = 0.6
#: Classes that are names of one thing suppress each other, like in the product.
GROUPS = numpy.array([0, 1, 1, 2, 2, 2, 3, 3, 4])


def letterbox(picture, width, height):
    """PIL RGB -> uint8 [height, width, 3] and the scale that was used."""
    scale = min(width / picture.width, height / picture.height)
    inner = (min(width, round(picture.width * scale)), min(height, round(picture.height * scale)))
    small = picture.transform(
        inner, Image.Transform.AFFINE, (1 / scale, 0, 0, 0, 1 / scale, 0), Image.Resampling.BILINEAR
    )
    canvas = numpy.full((height, width, 3), PAD, numpy.uint8)
    canvas[: inner[1], : inner[0]] = numpy.asarray(small)
    return canvas, scale


def suppress(boxes, scores, groups):
    """Greedy by score: indices of the boxes [n, 4] that no better one of their group covers."""
    order = numpy.argsort(-scores, kind="stable")[:CANDIDATES_MAX]
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = []
    while len(order) and len(kept) < DETECTIONS_MAX:
        first, rest = order[0], order[1:]
        kept.append(first)
        corner = numpy.minimum(boxes[first, 2:], boxes[rest, 2:]) - numpy.maximum(boxes[first, :2], boxes[rest, :2])
        shared = corner.clip(0).prod(1)
        iou = shared / (areas[first] + areas[rest] - shared + 1e-6)
        order = rest[(iou < NMS_IOU) | (groups[rest] != groups[first])]
    return kept


def detect(detector, picture, width, height):
    """Detections of a PIL picture: rows [class, score, left, top, right, bottom], fractions of the picture."""
    pixels, scale = letterbox(picture, width, height)
    device = next(detector.parameters()).device
    x = (torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255).to(device)
    with torch.no_grad():
        logits, raw = (part.cpu() for part in detector(x.contiguous(memory_format=torch.channels_last)))
    best, kind = torch.sigmoid(logits[0]).max(1)
    boxes = decode_boxes(raw[0], cell_grid(height, width)).numpy()
    best, kind = best.numpy(), kind.numpy()
    passed = best >= SCORE_MIN
    boxes, best, kind = boxes[passed], best[passed], kind[passed]
    rows = []
    for index in suppress(boxes, best, GROUPS[kind]):
        left, top, right, bottom = (boxes[index] / scale / ([picture.width, picture.height] * 2)).clip(0, 1).tolist()
        rows.append([int(kind[index]), float(best[index]), left, top, right, bottom])
    return rows


def reference(folder):
    """The scorer that lies beside the data."""
    spec = importlib.util.spec_from_file_location("evaluate", os.path.join(folder, "evaluate.py"))
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = written
    return module


def score(detector, folder, width, height, every=1):
    """AP50 and more per class on every `every`-th held-out image: name -> what evaluate.py gives, and detections."""
    found = {}
    with open(os.path.join(folder, "index.csv"), encoding="utf8") as file:
        images = [row["image"] for row in csv.DictReader(file) if row["split"] == "val"]
    for image in images[::every]:
        picture = Image.open(os.path.join(folder, "images", image)).convert("RGB")
        found[image[:-4]] = detect(detector, picture, width, height)
    scorer = reference(folder)
    results = scorer.ap50(folder, "val", found)
    return {scorer.NAMES[kind]: result for kind, result in results.items()}, found


def line(results):
    """One line for a log."""
    values = " ".join(f"{name} {result['ap']:.3f}" for name, result in results.items())
    return f"AP50 {values} mean {numpy.mean([result['ap'] for result in results.values()]):.3f}"


def main():
    checkpoint, folder, *size = sys.argv[1:]
    torch.set_num_threads(1)
    width, height = map(int, size) if size else (416, 256)
    results, _ = score(load_detector(checkpoint), folder, width, height)
    print(f"{width}x{height} {line(results)}")
    for name, result in results.items():
        print(
            f"{name:10s} AP50 {result['ap']:.3f}  boxes {result['n']:4d}  best F1 {result['f1']:.3f} @ "
            f"{result['thr']:.2f} (P {result['p']:.2f} R {result['r']:.2f})"
        )


if __name__ == "__main__":
    main()
