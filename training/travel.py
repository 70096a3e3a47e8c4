"""Makes a pack small enough to travel to another machine, and back: travel.py pack PACK FILE, travel.py unpack FILE PACK.

The file holds the same images as JPEG, at most 384 px on the longer side, with their labels: under 60 MiB for all of them. A
pack of drawn scenes need not travel: render.py draws it anew.
"""

import io
import os
import sys

import numpy
from PIL import Image

from pack import PackWriter

SIDE_MAX = 384
QUALITY = 75


def images(folder):
    """The images of a pack, one after another, with their numbers: RGB arrays [height, width, 3]."""
    labels = numpy.load(os.path.join(folder, "labels.npz"))
    pixels = numpy.memmap(os.path.join(folder, "pixels.bin"), "uint8", "r")
    for index, (offset, (height, width)) in enumerate(zip(labels["offset"], labels["size"])):
        yield index, pixels[offset : offset + int(height) * int(width) * 3].reshape(height, width, 3)


def shrink(picture):
    scale = min(1.0, SIDE_MAX / max(picture.size))
    return picture.resize([max(1, round(side * scale)) for side in picture.size], Image.BILINEAR) if scale < 1 else picture


def pack(folder, path):
    files = []
    for _, pixels in images(folder):
        file = io.BytesIO()
        shrink(Image.fromarray(pixels)).save(file, "JPEG", quality=QUALITY, optimize=True)
        files.append(file.getvalue())
    labels = dict(numpy.load(os.path.join(folder, "labels.npz")))
    lengths = numpy.array([len(file) for file in files], "int64")
    jpeg = numpy.frombuffer(b"".join(files), "uint8")
    with open(path, "wb") as file:
        numpy.savez(file, jpeg=jpeg, lengths=lengths, **labels)
    print(f"{len(files)} images, {os.path.getsize(path) / 2**20:.1f} MiB")


def unpack(path, folder):
    """Writes the pack anew. Boxes stand in px of the packed image, so they are told as fractions of it."""
    held = numpy.load(path)
    ends = numpy.cumsum(held["lengths"])
    writer = PackWriter(folder)
    jpeg = held["jpeg"].tobytes()
    of_boxes, of_ignored = by_image(held["boxes"]), by_image(held["ignore"])
    for index, (end, length) in enumerate(zip(ends, held["lengths"])):
        picture = Image.open(io.BytesIO(jpeg[end - length : end])).convert("RGB")
        height, width = map(int, held["size"][index])
        side = numpy.array([width, height, width, height], "float64")
        boxes = [(int(row[1]), *(row[2:6] / side).tolist(), float(row[6])) for row in of_boxes.get(index, ())]
        ignored = [(int(row[1]), *(row[2:6] / side).tolist()) for row in of_ignored.get(index, ())]
        writer.add(picture, str(held["source"][index]), held["known"][index], boxes, ignored)
    writer.close()
    print(f"{len(writer.offset)} images, {len(writer.boxes)} boxes, {len(writer.ignore)} ignored regions")


def by_image(rows):
    """Rows by their first column."""
    found = {}
    for row in rows:
        found.setdefault(int(row[0]), []).append(row)
    return found


def main():
    verb, source, target = sys.argv[1:]
    {"pack": pack, "unpack": unpack}[verb](source, target)


if __name__ == "__main__":
    main()
