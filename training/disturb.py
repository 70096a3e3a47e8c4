"""What light and cameras do to a picture: brightness, colour, night, blur, low resolution, noise, JPEG."""

import io

import numpy
from PIL import Image, ImageEnhance, ImageFilter

#: Noise is cut from this strip instead of being drawn anew for every picture.
NOISE = numpy.random.default_rng(7).normal(0, 1, 1 << 21).astype(numpy.float32)


def disturb(picture, random):
    """PIL RGB -> uint8 [height, width, 3], the same size."""
    night = random.random() < 0.12
    if random.random() < 0.5:
        saturation = 0.0 if random.random() < 0.12 else random.uniform(0.4, 1.6)
        picture = ImageEnhance.Color(picture).enhance(saturation * (0.6 if night else 1.0))
    if random.random() < 0.85:
        picture = picture.point(light(night, random))
    if random.random() < 0.1:
        picture = coarse(picture, random)
    elif random.random() < 0.12:
        picture = picture.filter(ImageFilter.BoxBlur(random.uniform(0.3, 1.2)))
    if night or random.random() < 0.12:
        picture = noisy(picture, random.uniform(2, 14), random)
    if random.random() < 0.25:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=int(random.integers(18, 70)))
        picture = Image.open(file)
    return numpy.asarray(picture.convert("RGB"))


def light(night, random):
    """A table of 3 x 256 values: gamma, gain, offset and a tint."""
    values = numpy.linspace(0, 1, 256)
    gamma = numpy.exp(random.normal(0, 0.25)) * (random.uniform(1.3, 2.4) if night else 1.0)
    gain = random.uniform(0.35, 0.9) if night else random.uniform(0.7, 1.35)
    offset = random.normal(0, 0.05)
    tables = []
    for _ in range(3):
        tint = numpy.exp(random.normal(0, 0.15 if night else 0.07))
        tables.append(((values**gamma * gain * tint + offset) * 255).clip(0, 255))
    return numpy.concatenate(tables).astype(numpy.uint8).tolist()


def coarse(picture, random):
    """As if it came from a camera with fewer pixels."""
    share = random.uniform(0.45, 0.85)
    small = picture.resize(
        (max(8, int(picture.width * share)), max(8, int(picture.height * share))), Image.Resampling.BILINEAR
    )
    return small.resize(picture.size, Image.Resampling.BILINEAR)


def noisy(picture, strength, random):
    """Adds grey noise of `strength` (standard deviation, of 255)."""
    pixels = numpy.asarray(picture).astype(numpy.float32)
    count = pixels.shape[0] * pixels.shape[1]
    start = int(random.integers(0, len(NOISE) - count))
    pixels += NOISE[start : start + count].reshape(pixels.shape[:2])[..., None] * strength
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
