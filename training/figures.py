"""Drawn people, two-wheelers and vehicles, out of round-ended lines, discs and polygons in space.

A figure stands at the origin, looks along +x; +y is its left, +z up; metres. `scene.py` puts it onto the ground,
projects and paints it. Every shape belongs to parts ("person", "helmet", …): the box of a part is the box around
what was drawn of it.
"""

import math

SKIN = ((224, 182, 150), (198, 146, 110), (150, 103, 72), (96, 64, 46))
HAIR = ((40, 30, 24), (72, 50, 34), (130, 96, 60), (150, 150, 150), (20, 20, 20))
CLOTH = (
    (30, 32, 40), (60, 70, 90), (120, 120, 125), (200, 200, 200), (150, 40, 40),
    (40, 90, 60), (50, 80, 150), (170, 140, 90), (90, 60, 110), (230, 230, 225),
)  # fmt: skip
HI_VIS = ((255, 110, 20), (235, 235, 30), (255, 80, 40), (200, 255, 40))
HARD_HAT = ((245, 205, 30), (240, 240, 240), (225, 60, 40), (40, 90, 190), (250, 130, 30), (60, 150, 80))
PAINT = (
    (200, 200, 205), (240, 240, 240), (30, 30, 35), (120, 125, 130), (150, 30, 35),
    (40, 70, 140), (60, 90, 70), (190, 170, 130), (215, 130, 40), (110, 150, 190),
)  # fmt: skip
GLASS = (50, 62, 74)
TYRE = (28, 28, 30)


class Figure:
    """Collects shapes: ("line", points, radius m, colour, parts) or ("face", points, None, colour, parts)."""

    def __init__(self):
        self.shapes = []

    def line(self, points, radius, colour, *parts):
        for start, end in zip(points, points[1:]):
            self.shapes.append(("line", (start, end), radius, colour, parts))

    def disc(self, centre, radius, colour, *parts):
        self.shapes.append(("line", (centre, centre), radius, colour, parts))

    def face(self, points, colour, *parts):
        self.shapes.append(("face", tuple(points), None, colour, parts))

    def ring(self, centre, radius, thick, colour, *parts):
        """A wheel that stands along x."""
        x, y, z = centre
        turn = [2 * math.pi * k / 14 for k in range(15)]
        self.line([(x + radius * math.cos(a), y, z + radius * math.sin(a)) for a in turn], thick, colour, *parts)

    def box(self, low, high, colour, *parts, taper=0.0):
        """A cuboid; `taper` pulls its upper ends in by so many metres. Sides differ in brightness."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        a, b = x0 + taper, x1 - taper
        sides = (
            (((x0, y0, z0), (x1, y0, z0), (b, y0, z1), (a, y0, z1)), 0.85),
            (((x0, y1, z0), (x1, y1, z0), (b, y1, z1), (a, y1, z1)), 0.95),
            (((x0, y0, z0), (x0, y1, z0), (a, y1, z1), (a, y0, z1)), 0.7),
            (((x1, y0, z0), (x1, y1, z0), (b, y1, z1), (b, y0, z1)), 0.78),
            (((a, y0, z1), (b, y0, z1), (b, y1, z1), (a, y1, z1)), 1.1),
        )
        for points, light in sides:
            self.face(points, shade(colour, light), *parts)


def shade(colour, light):
    return tuple(int(max(0, min(255, value * light))) for value in colour)


def pick(random, options):
    return options[int(random.integers(len(options)))]


def head(figure, random, centre, cover):
    """`cover`: "helmet" (a hard hat), "bare" or "other" (a hat or a cyclist's helmet, which is neither class)."""
    x, y, z = centre
    part = {"helmet": "helmet", "bare": "bare-head", "other": "covered"}[cover]
    parts = ("person", part)
    figure.disc((x, y, z), 0.11, pick(random, SKIN), *parts)
    figure.disc((x + 0.01, y, z - 0.05), 0.085, figure.shapes[-1][3], *parts)
    if cover == "bare":
        figure.disc((x - 0.03, y, z + 0.04), 0.105, pick(random, HAIR), *parts)
        return
    colour = pick(random, HARD_HAT if cover == "helmet" else PAINT)
    figure.disc((x - 0.01, y, z + 0.06), 0.125, colour, *parts)
    if cover == "helmet":
        figure.line([(x - 0.13, y, z + 0.045), (x + 0.17, y, z + 0.045)], 0.02, shade(colour, 0.85), *parts)
        figure.line([(x, y - 0.13, z + 0.045), (x, y + 0.13, z + 0.045)], 0.02, shade(colour, 0.85), *parts)


def torso(figure, random, hip, neck, wears):
    """Upper body between two points; with a vest if `wears`."""
    cloth = pick(random, HI_VIS if wears else CLOTH)
    parts = ("person", "vest") if wears else ("person",)
    for side in (-0.1, 0.1):
        low = (hip[0], hip[1] + side * 0.8, hip[2])
        high = (neck[0], neck[1] + side, neck[2] - 0.13)
        figure.line([low, high], 0.115, shade(cloth, 0.92 + side), *parts)
    if wears:
        for share in (0.3, 0.62):
            at = [hip[k] + (neck[k] - hip[k]) * share for k in range(3)]
            band = [(at[0] + 0.06, at[1] - 0.17, at[2]), (at[0] + 0.06, at[1] + 0.17, at[2])]
            figure.line(band, 0.028, (225, 228, 225), *parts)
    return cloth


def walker(random, cover, wears):
    """Somebody standing, walking or bent over."""
    figure = Figure()
    step = random.uniform(-0.45, 0.45) if random.random() < 0.75 else 0.05
    lean = random.uniform(0.3, 0.6) if random.random() < 0.08 else random.uniform(-0.03, 0.1)
    hip, neck = (0, 0, 0.92), (lean, 0, 1.52 - 0.25 * abs(lean))
    trousers = pick(random, CLOTH)
    for side, swing in ((-0.1, step), (0.1, -step)):
        knee = (0.28 * swing + 0.05, side, 0.5)
        foot = (0.75 * swing, side, 0.06)
        figure.line([(0, side, 0.9), knee, foot], 0.075, trousers, "person")
        figure.line([foot, (foot[0] + 0.14, side, 0.04)], 0.045, (30, 28, 26), "person")
    cloth = torso(figure, random, hip, neck, wears)
    skin = pick(random, SKIN)
    raised = random.random() < 0.15
    for side, swing in ((-0.24, -step), (0.24, step)):
        elbow = (neck[0] + 0.4 * swing, side, neck[2] - 0.42)
        hand = (elbow[0] + 0.18, side * 0.9, elbow[2] + (0.3 if raised else -0.2))
        figure.line([(neck[0], side * 0.85, neck[2] - 0.12), elbow], 0.055, shade(cloth, 0.9), "person")
        figure.line([elbow, hand], 0.045, skin if random.random() < 0.5 else shade(cloth, 0.85), "person")
    head(figure, random, (neck[0] + 0.03, 0, neck[2] + 0.17), cover)
    return figure


def rider(figure, random, seat, bars, pedals, cover, wears, part=None):
    """Somebody on a two-wheeler; `part` names a class whose box also takes in the rider."""
    before = len(figure.shapes)
    trousers = pick(random, CLOTH)
    upright = random.uniform(0.0, 1.0)
    neck = (seat[0] + 0.42 - 0.28 * upright, 0, seat[2] + 0.42 + 0.14 * upright)
    for side, foot in zip((-0.1, 0.1), pedals):
        knee = ((seat[0] + foot[0]) / 2 + 0.22, side, (seat[2] + foot[2]) / 2 + 0.12)
        figure.line([(seat[0], side, seat[2]), knee, (foot[0], side, foot[2])], 0.07, trousers, "person")
        figure.line([(foot[0] - 0.05, side, foot[2]), (foot[0] + 0.12, side, foot[2])], 0.04, (30, 28, 26), "person")
    cloth = torso(figure, random, seat, neck, wears)
    for side in (-0.22, 0.22):
        elbow = ((neck[0] + bars[0]) / 2 - 0.04, side * 1.15, (neck[2] + bars[2]) / 2 - 0.1)
        figure.line([(neck[0], side * 0.85, neck[2] - 0.12), elbow, (bars[0], side, bars[2])], 0.045, cloth, "person")
    head(figure, random, (neck[0] + 0.08, 0, neck[2] + 0.17), cover)
    if part:
        figure.shapes[before:] = [(*shape[:4], (*shape[4], part)) for shape in figure.shapes[before:]]


def cyclist(random, cover, wears, ridden=True):
    """A bicycle, with or without somebody on it."""
    figure = Figure()
    colour = pick(random, PAINT)
    size = random.uniform(0.3, 0.35)
    back, front = (-0.5, 0, size), (0.53, 0, size)
    crank, saddle, bars = (-0.05, 0, 0.3), (-0.25, 0, 0.9), (0.38, 0, random.uniform(0.9, 1.05))
    for wheel in (back, front):
        figure.ring(wheel, size - 0.02, random.uniform(0.018, 0.028), TYRE, "bicycle")
        figure.line([(wheel[0], 0, wheel[2] - size), (wheel[0], 0, wheel[2] + size)], 0.004, (120, 120, 120), "bicycle")
        figure.line([(wheel[0] - size, 0, wheel[2]), (wheel[0] + size, 0, wheel[2])], 0.004, (120, 120, 120), "bicycle")
    tube = random.uniform(0.016, 0.024)
    figure.line([back, crank, saddle, back], tube * 0.8, colour, "bicycle")
    top = (0.3, 0, 0.75)
    figure.line([crank, top, (saddle[0] + 0.05, 0, 0.75)], tube, colour, "bicycle")
    figure.line([front, top, bars], tube, shade(colour, 0.8), "bicycle")
    figure.line([(bars[0], -0.25, bars[2]), (bars[0], 0.25, bars[2])], 0.017, (40, 40, 42), "bicycle")
    figure.line([(saddle[0] - 0.12, 0, saddle[2] + 0.02), (saddle[0] + 0.1, 0, saddle[2])], 0.035, TYRE, "bicycle")
    if random.random() < 0.25:
        figure.box((-0.85, -0.15, 0.65), (-0.45, 0.15, 0.85), pick(random, CLOTH), "bicycle")
    if ridden:
        turn = random.uniform(0, 2 * math.pi)
        pedals = [
            (crank[0] + 0.17 * math.cos(a), 0, crank[2] + 0.17 * math.sin(a)) for a in (turn, turn + math.pi)
        ]
        rider(figure, random, (saddle[0], 0, saddle[2] + 0.08), bars, pedals, cover, wears)
    return figure


def motorcyclist(random, cover, ridden=True):
    """A motorcycle or scooter; like in most labels its box takes in the rider."""
    figure = Figure()
    colour = pick(random, PAINT)
    for x in (-0.65, 0.68):
        figure.ring((x, 0, 0.3), 0.24, 0.06, TYRE, "motorcycle")
        figure.disc((x, 0, 0.3), 0.1, (110, 110, 112), "motorcycle")
    figure.line([(-0.7, 0, 0.6), (-0.1, 0, 0.55), (0.35, 0, 0.6)], 0.16, colour, "motorcycle")
    figure.line([(-0.2, 0, 0.35), (0.25, 0, 0.35)], 0.15, shade(colour, 0.6), "motorcycle")
    figure.line([(-0.7, 0, 0.8), (-0.1, 0, 0.76)], 0.08, (30, 30, 32), "motorcycle")
    figure.line([(0.68, 0, 0.3), (0.5, 0, 0.7), (0.38, 0, 1.0)], 0.045, (80, 80, 84), "motorcycle")
    figure.line([(0.38, -0.32, 1.02), (0.38, 0.32, 1.02)], 0.022, (40, 40, 42), "motorcycle")
    figure.disc((0.55, 0, 0.85), 0.09, (235, 235, 220), "motorcycle")
    if ridden:
        pedals = [(0.15, 0, 0.35), (0.15, 0, 0.35)]
        rider(figure, random, (-0.25, 0, 0.86), (0.38, 0, 1.02), pedals, cover, False, "motorcycle")
    return figure


def wheels(figure, places, radius, half, part):
    for x in places:
        for y in (-half, half):
            figure.ring((x, y, radius), radius - 0.1, 0.1, TYRE, part)
            figure.disc((x, y, radius), radius * 0.55, (130, 132, 134), part)


def car(random):
    figure = Figure()
    colour = pick(random, PAINT)
    long, half, tall = random.uniform(1.8, 2.35), random.uniform(0.82, 0.95), random.uniform(1.4, 1.75)
    wheels(figure, (-long * 0.62, long * 0.62), 0.32, half - 0.04, "car")
    belt = 0.55 * tall
    figure.box((-long, -half, 0.25), (long, half, belt), colour, "car", taper=0.06)
    rear = random.choice([-0.95, -0.7]) * long
    cabin = ((rear, -half * 0.92, belt), (long * 0.45, half * 0.92, tall))
    figure.box(*cabin, GLASS, "car", taper=0.35)
    low = (rear + 0.36, -half * 0.9, tall - 0.03)
    figure.box(low, (long * 0.45 - 0.36, half * 0.9, tall + 0.02), colour, "car")
    for y in (-half * 0.7, half * 0.7):
        figure.disc((long - 0.03, y, 0.62), 0.09, (245, 245, 225), "car")
        figure.disc((-long + 0.03, y, 0.68), 0.08, (190, 30, 25), "car")
    return figure


def bus(random):
    figure = Figure()
    colour = pick(random, PAINT)
    long, half, tall = random.uniform(4.5, 6), 1.25, random.uniform(2.9, 3.3)
    wheels(figure, (-long * 0.6, long * 0.55), 0.48, half - 0.05, "bus")
    figure.box((-long, -half, 0.3), (long, half, tall), colour, "bus")
    for side in (-half - 0.01, half + 0.01):
        for k in range(6):
            start = -long + 0.4 + k * (2 * long - 0.6) / 6
            end = start + (2 * long - 0.6) / 6 - 0.25
            figure.face([(start, side, 1.3), (end, side, 1.3), (end, side, 2.4), (start, side, 2.4)], GLASS, "bus")
    for x in (-long - 0.01, long + 0.01):
        glass = [(x, -half * 0.9, 1.2), (x, half * 0.9, 1.2), (x, half * 0.9, 2.6), (x, -half * 0.9, 2.6)]
        figure.face(glass, GLASS, "bus")
    return figure


def truck(random):
    figure = Figure()
    colour, load = pick(random, PAINT), pick(random, PAINT + CLOTH)
    long, half, tall = random.uniform(2.6, 4.5), random.uniform(1.05, 1.25), random.uniform(2.4, 3.5)
    wheels(figure, (-long * 0.7, -long * 0.4, long * 0.72), 0.48, half - 0.05, "truck")
    split = long - random.uniform(1.6, 2.0)
    if random.random() < 0.3:
        figure.box((-long, -half, 0.8), (split - 0.15, half, 1.5), load, "truck")
    else:
        figure.box((-long, -half, 0.75), (split - 0.15, half, tall), load, "truck")
    high = min(tall, random.uniform(2.2, 2.9))
    figure.box((split, -half * 0.97, 0.35), (long, half * 0.97, high), colour, "truck", taper=0.1)
    glass = high * 0.58
    front = [(long - 0.04, -half * 0.85, glass), (long - 0.04, half * 0.85, glass)]
    figure.face([*front, (long - 0.09, half * 0.8, high - 0.2), (long - 0.09, -half * 0.8, high - 0.2)], GLASS, "truck")
    for side in (-half, half):
        window = [(split + 0.5, side, glass), (long - 0.25, side, glass)]
        figure.face([*window, (long - 0.3, side, high - 0.25), (split + 0.5, side, high - 0.25)], GLASS, "truck")
    return figure
