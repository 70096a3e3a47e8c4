"""Makes training pictures out of packs: crops, mosaics, pasted objects, light and camera faults. All numpy and PIL."""

import os
from dataclasses import dataclass, field

import numpy
from PIL import Image

from disturb import disturb

CLASSES = 9
#: Grey around a picture, the same as in the manifest of the model.
PAD = 114
#: How often an image is drawn, by its source: at first road scenes, which are fewer and harder, count more, and
#: from step EVEN_FROM on people do too.
SOURCE_WEIGHT = {"hhw": 0.5, "css": 2, "vest": 2, "oi": 2.6, "atl": 4, "modes": 3.5, "bikes": 3, "rendered": 0.6}
EVEN_WEIGHT = {"hhw": 1, "css": 2.5, "vest": 2, "oi": 2.2, "atl": 3, "modes": 3, "bikes": 2.5, "rendered": 0.5}
EVEN_FROM = 6000
#: What is pasted into other pictures, and how often: what the images have too little of.
PASTE_WEIGHT = {0: 0.2, 1: 0.35, 2: 0.15, 3: 0.08, 4: 0.1, 5: 0.12}
#: Boxes with a shorter side in px are too small to be asked for; they are ignored.
SIDE_MIN = 3.0
#: A box of which less can be seen is ignored.
VISIBLE_MIN = 0.35


class Pack:
    """A packed data set; see pack.py."""

    def __init__(self, folder):
        labels = numpy.load(os.path.join(folder, "labels.npz"))
        self.offset, self.size, self.known = labels["offset"], labels["size"], labels["known"]
        self.source = [str(source) for source in labels["source"]]
        self.pixels = numpy.memmap(os.path.join(folder, "pixels.bin"), numpy.uint8, "r")
        self.boxes = self.by_image(labels["boxes"])
        self.ignore = self.by_image(labels["ignore"])

    def by_image(self, rows):
        parts = [rows[:0, 1:]] * len(self.offset)
        for index in numpy.unique(rows[:, 0].astype(int)):
            parts[index] = rows[rows[:, 0] == index][:, 1:]
        return parts

    def picture(self, index):
        """uint8 [height, width, 3]."""
        height, width = self.size[index]
        start = self.offset[index]
        return self.pixels[start : start + height * width * 3].reshape(height, width, 3)


@dataclass
class Scene:
    """A picture under construction and what is known of it, in px of the canvas."""

    canvas: Image.Image
    #: class, left, top, right, bottom, weight
    boxes: list = field(default_factory=list)
    #: class or -1, left, top, right, bottom
    ignore: list = field(default_factory=list)
    #: (left, top, right, bottom, known classes): later ones lie on top.
    regions: list = field(default_factory=list)


class Sampler:
    """Draws training pictures from all packs. The same generator state gives the same pictures."""

    def __init__(self, folders):
        self.packs = [Pack(folder) for folder in folders]
        self.index = [(pack, image) for pack in self.packs for image in range(len(pack.offset))]
        self.chances = [self.chance_of(weights) for weights in (SOURCE_WEIGHT, EVEN_WEIGHT)]
        self.chance = self.chances[0]
        self.objects = {kind: self.pasteable(kind) for kind in PASTE_WEIGHT}

    def chance_of(self, weights):
        """Sum of the chances of all images up to each one, for `draw`."""
        weight = numpy.array([weights[pack.source[image]] for pack, image in self.index])
        return numpy.cumsum(weight / weight.sum())

    def begin(self, step):
        """Tells which step the next pictures are for."""
        self.chance = self.chances[step >= EVEN_FROM]

    def pasteable(self, kind):
        """(pack, image, box) of every object that is large enough to be cut out and lies whole in its image."""
        found = []
        for pack, image in self.index:
            if pack.source[image] == "rendered":
                continue
            height, width = pack.size[image]
            for box in pack.boxes[image]:
                left, top, right, bottom = box[1:5]
                whole = left > 2 and top > 2 and right < width - 2 and bottom < height - 2
                if box[0] == kind and whole and bottom - top >= 36 and right - left >= 14:
                    found.append((pack, image, box))
        return found

    def draw(self, random):
        at = min(len(self.index) - 1, int(numpy.searchsorted(self.chance, random.random())))
        return self.index[at]

    def sample(self, width, height, random):
        """One training picture: uint8 [height, width, 3] and its Scene."""
        scene = Scene(Image.new("RGB", (width, height), (PAD, PAD, PAD)))
        if random.random() < 0.5:
            centre_x = int(width * random.uniform(0.25, 0.75))
            centre_y = int(height * random.uniform(0.25, 0.75))
            for left, right in ((0, centre_x), (centre_x, width)):
                for top, bottom in ((0, centre_y), (centre_y, height)):
                    zoom = numpy.exp(random.uniform(numpy.log(0.5), numpy.log(1.5)))
                    self.place(scene, self.draw(random), (left, top, right, bottom), zoom, random)
        else:
            zoom = numpy.exp(min(1.1, max(-0.9, random.normal(0.2, 0.4))))
            self.place(scene, self.draw(random), (0, 0, width, height), zoom, random)
        if random.random() < 0.4:
            for _ in range(random.integers(1, 5)):
                self.paste(scene, random)
        return disturb(scene.canvas, random), scene

    def place(self, scene, drawn, target, zoom, random):
        """Puts a window of an image into a rectangle of the canvas. Zoom 1 shows it as large as the product would."""
        pack, image = drawn
        height, width = pack.size[image]
        left, top, right, bottom = target
        fit = min(scene.canvas.width / width, scene.canvas.height / height) * zoom
        stretch = numpy.exp(random.normal(0, 0.1))
        scale_x, scale_y = fit * stretch, fit / stretch
        # The window of the image that is shown, and where it begins in the rectangle.
        window_w = min(width, int((right - left) / scale_x))
        window_h = min(height, int((bottom - top) / scale_y))
        if window_w < 4 or window_h < 4:
            return
        x0, y0 = random.integers(0, width - window_w + 1), random.integers(0, height - window_h + 1)
        out_w = min(right - left, max(1, round(window_w * scale_x)))
        out_h = min(bottom - top, max(1, round(window_h * scale_y)))
        at_x = left + random.integers(0, right - left - out_w + 1)
        at_y = top + random.integers(0, bottom - top - out_h + 1)
        part = Image.fromarray(numpy.ascontiguousarray(pack.picture(image)[y0 : y0 + window_h, x0 : x0 + window_w]))
        mirrored = random.random() < 0.5
        if mirrored:
            part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        scene.canvas.paste(resized(part, out_w, out_h, random), (int(at_x), int(at_y)))
        scene.regions.append((at_x, at_y, at_x + out_w, at_y + out_h, pack.known[image]))
        mapping = (x0, y0, window_w, window_h, at_x, at_y, out_w / window_w, out_h / window_h, mirrored)
        self.carry(scene, pack, image, mapping)

    def carry(self, scene, pack, image, mapping, inside_min=VISIBLE_MIN):
        """Brings the boxes of a window of an image onto the canvas; those cut too short are ignored."""
        boxes, inside = mapped(pack.boxes[image], mapping)
        for box, part in zip(boxes, inside):
            if part <= 0.02:
                continue
            tiny = min(box[3] - box[1], box[4] - box[2]) < SIDE_MIN
            if part < inside_min or tiny:
                scene.ignore.append(box[:5])
            else:
                scene.boxes.append(box)
        regions, inside = mapped(pack.ignore[image], mapping)
        scene.ignore.extend(box for box, part in zip(regions, inside) if part > 0)

    def paste(self, scene, random):
        """Cuts an object with all that is labelled on it out of its image and lays it on the canvas."""
        kinds = [kind for kind in PASTE_WEIGHT if self.objects[kind]]
        weight = numpy.array([PASTE_WEIGHT[kind] for kind in kinds])
        kind = kinds[int(random.choice(len(kinds), p=weight / weight.sum()))]
        pack, image, box = self.objects[kind][random.integers(len(self.objects[kind]))]
        height, width = pack.size[image]
        margin = 0.04 * (box[3] - box[1] + box[4] - box[2]) / 2
        x0, y0 = max(0, int(box[1] - margin)), max(0, int(box[2] - margin))
        x1, y1 = min(width, int(box[3] + margin) + 1), min(height, int(box[4] + margin) + 1)
        tall = min((y1 - y0) * 1.3, numpy.exp(random.uniform(numpy.log(12), numpy.log(0.6 * scene.canvas.height))))
        scale_y = tall / (y1 - y0)
        scale_x = scale_y * numpy.exp(random.normal(0, 0.08))
        out_w, out_h = max(3, round((x1 - x0) * scale_x)), max(3, round(tall))
        if out_w >= scene.canvas.width or out_h >= scene.canvas.height:
            return
        for _ in range(4):
            at_x = int(random.integers(0, scene.canvas.width - out_w))
            at_y = int(random.integers(0, scene.canvas.height - out_h))
            if not any(overlap(other[1:5], (at_x, at_y, at_x + out_w, at_y + out_h)) for other in scene.boxes):
                break
        else:
            return
        part = Image.fromarray(numpy.ascontiguousarray(pack.picture(image)[y0:y1, x0:x1]))
        mirrored = random.random() < 0.5
        if mirrored:
            part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        scene.canvas.paste(resized(part, out_w, out_h, random), (at_x, at_y), feather(out_w, out_h))
        scene.regions.append((at_x, at_y, at_x + out_w, at_y + out_h, pack.known[image]))
        mapping = (x0, y0, x1 - x0, y1 - y0, at_x, at_y, out_w / (x1 - x0), out_h / (y1 - y0), mirrored)
        self.carry(scene, pack, image, mapping, 0.6)


def mapped(rows, mapping):
    """Boxes (class, left, top, right, bottom, …) of an image on the canvas, and how much of each is in the window."""
    x0, y0, width, height, at_x, at_y, scale_x, scale_y, mirrored = mapping
    if len(rows) == 0:
        return [], []
    out = rows.copy()
    area = numpy.maximum((rows[:, 3] - rows[:, 1]) * (rows[:, 4] - rows[:, 2]), 1e-6)
    left, right = (rows[:, [1, 3]] - x0).clip(0, width).T
    top, bottom = (rows[:, [2, 4]] - y0).clip(0, height).T
    inside = (right - left) * (bottom - top) / area
    if mirrored:
        left, right = width - right, width - left
    out[:, 1], out[:, 3] = at_x + left * scale_x, at_x + right * scale_x
    out[:, 2], out[:, 4] = at_y + top * scale_y, at_y + bottom * scale_y
    return list(out), list(inside)


def resized(part, width, height, random):
    """Half the time with smoothing, half the time like the product, which takes four neighbours and aliases."""
    if random.random() < 0.5:
        return part.resize((width, height), Image.Resampling.BILINEAR)
    return part.transform(
        (width, height),
        Image.Transform.AFFINE,
        (part.width / width, 0, 0, 0, part.height / height, 0),
        Image.Resampling.BILINEAR,
    )


def feather(width, height):
    """A mask that is opaque in the middle and fades out over the outer tenth."""
    across = numpy.minimum(numpy.arange(width) + 1, width - numpy.arange(width)) / (0.1 * width + 1)
    down = numpy.minimum(numpy.arange(height) + 1, height - numpy.arange(height)) / (0.1 * height + 1)
    return Image.fromarray((numpy.minimum(down[:, None], across[None]).clip(0, 1) * 255).astype(numpy.uint8))


def overlap(a, b):
    """Does more than a fifth of the smaller box lie in the other?"""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return width > 0 and height > 0 and width * height > 0.2 * smaller


def known_cells(regions, width, height):
    """bool [cells, 9]: is the class labelled where this cell looks? What nothing covers is grey, known to be empty."""
    known = numpy.ones((height, width, CLASSES), bool)
    for left, top, right, bottom, classes in regions:
        known[int(top) : int(bottom), int(left) : int(right)] = classes
    return numpy.concatenate(
        [known[s // 2 :: s, s // 2 :: s][: height // s, : width // s].reshape(-1, CLASSES) for s in (8, 16, 32)]
    )
