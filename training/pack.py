"""Packs the labelled images into arrays that training reads without decoding: pack.py DATA_FOLDER PACK_FOLDER.

A pack is a folder with `pixels.bin` (all images, RGB, one after another) and `labels.npz`:
  offset [images], size [images, 2] (height, width in px), known [images, 9] (is the class labelled in this image?),
  source [images] (text), boxes [n, 7] (image, class, left, top, right, bottom in px, weight of the loss),
  ignore [m, 6] (image, class or -1 for any, left, top, right, bottom in px).
"""

import csv
import os
import sys

import numpy
from PIL import Image

NAMES = ("person", "bicycle", "motorcycle", "car", "bus", "truck", "helmet", "head", "vest")
#: Longer side of a packed image in px.
SIDE_MAX = 480
#: Boxes that only other detectors have drawn count less than what people drew.
PSEUDO_WEIGHT = 0.6


class PackWriter:
    """Collects images with their labels and writes them as one pack."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.pixels = open(os.path.join(folder, "pixels.bin"), "wb")
        self.offset, self.size, self.known, self.source, self.boxes, self.ignore = [], [], [], [], [], []

    def add(self, picture, source, known, boxes, ignore):
        """`picture`: PIL RGB. `boxes`: (class, left, top, right, bottom, weight), `ignore`: the same without weight,
        all as fractions of the picture. `known`: nine truth values."""
        scale = min(1.0, SIDE_MAX / max(picture.size))
        if scale < 1:
            picture = picture.resize([max(1, round(side * scale)) for side in picture.size], Image.BILINEAR)
        width, height = picture.size
        index = len(self.offset)
        self.offset.append(self.pixels.tell())
        self.size.append((height, width))
        self.known.append(known)
        self.source.append(source)
        self.pixels.write(numpy.asarray(picture).tobytes())
        for kind, left, top, right, bottom, weight in boxes:
            self.boxes.append((index, kind, left * width, top * height, right * width, bottom * height, weight))
        for kind, left, top, right, bottom in ignore:
            self.ignore.append((index, kind, left * width, top * height, right * width, bottom * height))

    def close(self):
        self.pixels.close()
        numpy.savez_compressed(
            os.path.join(self.folder, "labels.npz"),
            offset=numpy.array(self.offset, "int64"),
            size=numpy.array(self.size, "int32"),
            known=numpy.array(self.known, bool),
            source=numpy.array(self.source),
            boxes=numpy.array(self.boxes, "float32").reshape(-1, 7),
            ignore=numpy.array(self.ignore, "float32").reshape(-1, 6),
        )


def read_boxes(path):
    """Lines `class x y w h` as (class, left, top, right, bottom), fractions of the picture; no file, no boxes."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf8") as file:
        return [corners(line.split()) for line in file if line.strip()]


def corners(fields):
    kind = int(fields[0])
    x, y, width, height = map(float, fields[1:5])
    return (
        kind,
        max(0.0, x - width / 2),
        max(0.0, y - height / 2),
        min(1.0, x + width / 2),
        min(1.0, y + height / 2),
    )


def human_boxes(folder):
    """What people drew in the training images: image id -> boxes."""
    found = {}
    with open(os.path.join(folder, "labels_human_train.tsv"), encoding="utf8") as file:
        next(file)
        for line in file:
            image, label = line.rstrip("\n").split("\t")
            if not label.startswith("d"):
                found.setdefault(image, []).append(corners(label.split()))
    return found


def weight_of(box, row, human):
    """1 for a box that a person drew, less for one that only other detectors saw."""
    name = NAMES[box[0]]
    if name in row["human"].split("|") and name not in row["human_completed_by_teachers"].split("|"):
        return 1.0
    close = any(box[0] == other[0] and max(abs(a - b) for a, b in zip(box[1:], other[1:])) < 0.01 for other in human)
    return 1.0 if close else PSEUDO_WEIGHT


def main():
    folder, out = sys.argv[1:]
    human = human_boxes(folder)
    writer = PackWriter(out)
    with open(os.path.join(folder, "index.csv"), encoding="utf8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "train"]
    for row in rows:
        # These clips score the product; nothing of them may be learned.
        if row["scene"].startswith("vid:") or row["source"] == "vid":
            continue
        image = row["image"][:-4]
        unlabelled = row["unlabelled"].split("|")
        boxes = [
            (*box, weight_of(box, row, human.get(image, ())))
            for box in read_boxes(os.path.join(folder, "labels", image + ".txt"))
        ]
        picture = Image.open(os.path.join(folder, "images", row["image"])).convert("RGB")
        known = [name not in unlabelled for name in NAMES]
        writer.add(picture, row["source"], known, boxes, read_boxes(os.path.join(folder, "ignore", image + ".txt")))
    writer.close()
    print(f"{len(writer.offset)} images, {len(writer.boxes)} boxes, {len(writer.ignore)} ignored regions")


if __name__ == "__main__":
    main()
