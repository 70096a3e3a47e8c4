"""Draws labelled scenes for training: render.py PACK_FOLDER COUNT [PHOTO_PACK].

Places seen from a mast, with people, cyclists, motorcycles and vehicles out of figures.py. With a photo pack, a third
of the figures are drawn onto photographs instead. Why: the images have 63 bicycles, hardly a cyclist seen from above,
and Outis' own demo is drawn like this. Same count and seed, same pictures.
"""

import math
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter

import figures
from pack import NAMES, PackWriter
from sample import Pack

WIDTH, HEIGHT = 480, 270
#: Drawn larger and made smaller, so that edges are smooth.
FINER = 2
PARTS = {name: index for index, name in enumerate(NAMES)} | {"bare-head": 7}
#: Of a figure, so much must not be hidden by nearer ones.
VISIBLE_MIN = 0.4
SIDE_MIN = 3


class Camera:
    """A pinhole on a mast: `high` m above the ground, looking down by `pitch` rad, `focal` in widths of the picture."""

    def __init__(self, high, pitch, focal, horizon_shift=0.0):
        self.high, self.pitch, self.focal, self.shift = high, pitch, focal, horizon_shift

    def project(self, point):
        """(x right, y ahead, z up) m -> px x, px y, px per metre; None when too near."""
        x, ahead, up = point
        below = self.high - up
        depth = ahead * math.cos(self.pitch) + below * math.sin(self.pitch)
        if depth < 0.8:
            return None
        down = below * math.cos(self.pitch) - ahead * math.sin(self.pitch)
        scale = self.focal * WIDTH * FINER / depth
        return WIDTH * FINER / 2 + x * scale, HEIGHT * FINER * (0.5 + self.shift) + down * scale, scale


class Painter:
    """Paints figures farthest first and keeps the boxes of their parts, in px of the picture."""

    def __init__(self, picture, camera):
        self.picture, self.camera = picture, camera
        self.draw = ImageDraw.Draw(picture)
        self.found = []

    def figure(self, figure, place, heading, size, light):
        """Returns nothing; remembers the parts that can be seen as (name, [left, top, right, bottom], order)."""
        cos, sin = math.cos(heading) * size, math.sin(heading) * size
        shapes = []
        for kind, points, radius, colour, parts in figure.shapes:
            placed = [(place[0] + x * cos - y * sin, place[1] + x * sin + y * cos, z * size) for x, y, z in points]
            flat = [self.camera.project(point) for point in placed]
            if None in flat:
                return
            # Nearer shapes are painted later; what is higher lies in front when looked at from above.
            far = sum(math.dist(point, (0, 0, self.camera.high)) for point in placed) / len(placed)
            shapes.append((far, kind, flat, radius and radius * size, figures.shade(colour, light), parts))
        boxes = {}
        for _, kind, flat, radius, colour, parts in sorted(shapes, key=lambda shape: -shape[0]):
            box = self.shape(kind, flat, radius, colour)
            for part in parts:
                old = boxes.get(part, box)
                boxes[part] = [min(a, b) for a, b in zip(old[:2], box[:2])] + [
                    max(a, b) for a, b in zip(old[2:], box[2:])
                ]
        order = len(self.found)
        self.found.append([(part, [side / FINER for side in box], order) for part, box in boxes.items()])

    def shape(self, kind, flat, radius, colour):
        """Paints one shape and returns its box in fine px."""
        xs, ys = [x for x, _, _ in flat], [y for _, y, _ in flat]
        if kind == "face":
            self.draw.polygon([(x, y) for x, y, _ in flat], fill=colour)
            return [min(xs), min(ys), max(xs), max(ys)]
        wide = max(0.5, radius * flat[0][2])
        if len(set(zip(xs, ys))) > 1:
            self.draw.line(list(zip(xs, ys)), fill=colour, width=max(1, round(2 * wide)))
        for x, y in zip(xs, ys):
            self.draw.ellipse((x - wide, y - wide, x + wide, y + wide), fill=colour)
        return [min(xs) - wide, min(ys) - wide, max(xs) + wide, max(ys) + wide]


def textured(random, colour, coarse, strength):
    """A surface in fine px: the colour with grain and `coarse` blotches over its height."""
    height, width = HEIGHT * FINER, WIDTH * FINER
    blotches = random.normal(0, strength, (coarse, coarse * 2)).astype("float32")
    soft = numpy.asarray(Image.fromarray(blotches).resize((width, height), Image.Resampling.BICUBIC))
    grain = random.normal(0, 3, (height // 2, width // 2)).repeat(2, 0).repeat(2, 1)
    return (numpy.array(colour) + (soft + grain)[..., None]).clip(0, 255).astype("uint8")


def ground(random, camera):
    """Sky or wall, ground, a road, markings, a few blocks: a place without anybody."""
    grey = random.uniform(70, 165)
    base = textured(random, grey + random.normal(0, 7, 3), int(random.integers(3, 50)), random.uniform(1, 9))
    sky = textured(random, random.uniform(90, 235) + random.normal(0, 12, 3), 6, 7)
    horizon = int(HEIGHT * FINER * (0.5 + camera.shift) - math.tan(camera.pitch) * camera.focal * WIDTH * FINER)
    horizon = max(0, horizon)
    base[:horizon] = sky[:horizon]
    picture = Image.fromarray(base)
    draw = ImageDraw.Draw(picture)

    def strip(x0, x1, y0, y1, turn, colour):
        cos, sin = math.cos(turn), math.sin(turn)
        corners = [(x * cos - (y - 15) * sin, 15 + x * sin + (y - 15) * cos, 0)
                   for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]  # fmt: skip
        flat = [camera.project((x, max(-camera.high * 0.2, y), z)) for x, y, z in corners]
        if None not in flat:
            draw.polygon([(x, y) for x, y, _ in flat], fill=tuple(int(c) for c in numpy.clip(colour, 0, 255)))

    turn = random.normal(0, 0.25)
    if random.random() < 0.3:
        strip(-60, 60, 2, 60, turn, (70 + random.normal(0, 15), 105 + random.normal(0, 20), 60))
    for _ in range(random.integers(1, 4)):
        near, wide = random.uniform(2, 35), random.uniform(1.5, 8)
        strip(-60, 60, near, near + wide, turn, random.uniform(60, 150) + random.normal(0, 5, 3))
        if random.random() < 0.6:
            middle = near + wide / 2
            for k in range(-12, 12):
                strip(k * 4, k * 4 + random.uniform(1, 2.5), middle, middle + 0.15, turn, (225, 225, 220))
    for _ in range(random.integers(0, 5)):
        block(random, camera, draw)
    return picture.filter(ImageFilter.BoxBlur(1))


def block(random, camera, draw):
    """A building, container, post or tree: what is none of the classes."""
    far = random.uniform(14, 55)
    x, wide, tall = random.uniform(-1, 1) * far, random.uniform(0.2, 12), random.uniform(0.6, 9)
    low, high = camera.project((x, far, 0)), camera.project((x, far, tall))
    if low is None or high is None:
        return
    colour = tuple(int(c) for c in random.uniform(40, 210) + random.normal(0, 18, 3).clip(-40, 40))
    left, right = low[0], low[0] + wide * low[2]
    if random.random() < 0.25:
        radius = tall * low[2] * 0.3
        draw.line((left, low[1], left, high[1]), fill=(70, 55, 40), width=max(1, int(0.2 * low[2])))
        crown = (left - radius, high[1] - radius, left + radius, high[1] + radius)
        draw.ellipse(crown, fill=(50, 90 + colour[1] // 8, 45))
        return
    draw.rectangle((left, high[1], right, low[1]), fill=colour)
    if wide > 3 and tall > 3:
        for k in range(int(wide // 2)):
            at = left + (k * 2 + 0.5) * low[2]
            draw.rectangle((at, high[1] + 0.6 * low[2], at + low[2], high[1] + 1.8 * low[2]), fill=figures.GLASS)


def make(random, site):
    """One figure with its heading's freedom; on a site people wear more."""
    hat = random.choice(["helmet", "bare", "other"], p=[0.65, 0.3, 0.05] if site else [0.05, 0.8, 0.15])
    wears = random.random() < (0.5 if site else 0.05)
    kind = random.choice(["walker", "cyclist", "bicycle", "motorcyclist", "car", "bus", "truck"],
                         p=[0.45, 0.23, 0.03, 0.06, 0.13, 0.03, 0.07])  # fmt: skip
    if kind == "walker":
        return figures.walker(random, hat, wears)
    if kind in ("cyclist", "bicycle"):
        return figures.cyclist(random, random.choice(["bare", "other"]), wears and site, kind == "cyclist")
    if kind == "motorcyclist":
        return figures.motorcyclist(random, "other", random.random() < 0.8)
    return {"car": figures.car, "bus": figures.bus, "truck": figures.truck}[kind](random)


def populate(random, painter, count, site):
    """Puts figures all over the ground, farthest first, with their shadows."""
    camera = painter.camera
    placed = []
    for _ in range(count):
        figure = make(random, site)
        reach = max(abs(x) for _, points, *_ in figure.shapes for x, _, _ in points)
        # A lorry right in front of the camera would hide the whole scene.
        near = 3 + camera.high * 0.3 + 3.5 * max(0, reach - 1)
        far = math.exp(random.uniform(math.log(near), math.log(45)))
        place = (random.uniform(-0.55, 0.55) * far / camera.focal, far)
        if all(math.dist(place, other) > 0.7 * (reach + radius) for other, radius, _ in placed):
            placed.append((place, reach, figure))
    light = random.uniform(0.75, 1.15)
    for place, _, figure in sorted(placed, key=lambda entry: -entry[0][1]):
        across = random.choice([0, math.pi]) + random.normal(0, 0.2)
        heading = random.uniform(0, 2 * math.pi) if random.random() < 0.5 else across
        shadow(painter, figure, place, heading)
        painter.figure(figure, place, heading, random.uniform(0.9, 1.1), light)


def shadow(painter, figure, place, heading):
    """A dark patch under the figure."""
    xs = [x for _, points, *_ in figure.shapes for x, _, _ in points]
    ys = [y for _, points, *_ in figure.shapes for _, y, _ in points]
    cos, sin = math.cos(heading), math.sin(heading)
    corners = [(x, y) for x in (min(xs), max(xs)) for y in (min(ys) - 0.1, max(ys) + 0.1)]
    flat = [painter.camera.project((place[0] + x * cos - y * sin, place[1] + x * sin + y * cos, 0)) for x, y in corners]
    if None in flat:
        return
    mask = Image.new("L", painter.picture.size)
    order = [flat[k][:2] for k in (0, 1, 3, 2)]
    ImageDraw.Draw(mask).polygon(order, fill=90)
    painter.picture.paste((20, 20, 24), mask=mask.filter(ImageFilter.BoxBlur(3)))


def labels(painter):
    """Boxes and ignored regions of what was painted, as fractions; what is cut off or hidden too far is ignored."""
    boxes, ignore = [], []
    for order, parts in enumerate(painter.found):
        nearer = [box for later in painter.found[order + 1 :] for _, box, _ in later[:1]]
        for part, box, _ in parts:
            cut = [max(0, box[0]), max(0, box[1]), min(WIDTH, box[2]), min(HEIGHT, box[3])]
            if cut[2] - cut[0] <= 1 or cut[3] - cut[1] <= 1:
                continue
            whole = (box[2] - box[0]) * (box[3] - box[1])
            seen = share(cut, cut) / whole * (1 - max([share(cut, other) / share(cut, cut) for other in nearer] + [0]))
            row = [cut[0] / WIDTH, cut[1] / HEIGHT, cut[2] / WIDTH, cut[3] / HEIGHT]
            if part == "covered":
                ignore += [(6, *row), (7, *row)]
            elif seen < VISIBLE_MIN or min(cut[2] - cut[0], cut[3] - cut[1]) < SIDE_MIN:
                ignore.append((PARTS[part], *row))
            else:
                boxes.append((PARTS[part], *row, 1.0))
    return boxes, ignore


def share(a, b):
    return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))


def on_photo(random, photos):
    """A photograph with room for figures, its labels, and a camera guessed for it."""
    chosen = [k for k, source in enumerate(photos.source) if source in ("oi", "modes", "atl")]
    index = chosen[int(random.integers(len(chosen)))]
    height, width = photos.size[index]
    picture = Image.fromarray(photos.picture(index)).resize((WIDTH * FINER, HEIGHT * FINER), Image.Resampling.BILINEAR)
    sides = [width, height, width, height]
    boxes = [(int(row[0]), *(row[1:5] / sides), row[5]) for row in photos.boxes[index]]
    ignore = [(int(row[0]), *(row[1:5] / sides)) for row in photos.ignore[index]]
    camera = Camera(random.uniform(1.6, 5), random.uniform(0.02, 0.25), random.uniform(0.8, 1.3))
    return picture, boxes, ignore, photos.known[index], camera


def scene(random, photos):
    """One labelled picture: PIL, known classes, boxes, ignored regions."""
    boxes, ignore, known = [], [], [True] * len(NAMES)
    if photos is not None and random.random() < 0.35:
        picture, boxes, ignore, known, camera = on_photo(random, photos)
        count = random.integers(1, 4)
    else:
        high = random.uniform(2.5, 9)
        camera = Camera(high, random.uniform(0.12, 0.3) + high * random.uniform(0.01, 0.05), random.uniform(0.6, 1.3))
        picture, count = ground(random, camera), random.integers(2, 16)
    painter = Painter(picture, camera)
    populate(random, painter, count, random.random() < 0.45)
    drawn, blocked = labels(painter)
    # What a drawn figure hides of the photograph is no longer asked for.
    whole = [row[1:5] for row in drawn]
    hidden = [row for row in boxes if any(share(row[1:5], box) > 0.3 * share(row[1:5], row[1:5]) for box in whole)]
    boxes = [row for row in boxes if row not in hidden]
    ignore += blocked + [row[:5] for row in hidden]
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX), known, boxes + drawn, ignore


def main():
    folder, count, *photo_pack = sys.argv[1:]
    random = numpy.random.default_rng(20261122)
    photos = Pack(photo_pack[0]) if photo_pack else None
    writer = PackWriter(folder)
    for _ in range(int(count)):
        picture, known, boxes, ignore = scene(random, photos)
        writer.add(picture, "rendered", known, boxes, ignore)
    writer.close()
    print(f"{len(writer.offset)} scenes, {len(writer.boxes)} boxes, {len(writer.ignore)} ignored regions")


if __name__ == "__main__":
    main()
