import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholePictureUpdates } from '../algorithm/whole-picture.ts';
import { Random } from '../random.ts';
import { drawFigure, type Figure, type Wear } from '../scenario/figure.ts';
import { paste } from '../scenario/film.ts';
import { drawScene, type Picture, sceneKinds } from '../scenario/scene.ts';
import { type Planes, planesOf } from './colour.ts';
import { correlationAt, templatesOf } from './correlation.ts';
import { LeakMeter, type Sought, type Worst } from './leak-meter.ts';
import { fitNull } from './null-distribution.ts';
import { PublishedPicture, reduceBlock } from './published-picture.ts';

const size = { widthPx: 160, heightPx: 96 };
const [left, top] = [46, 5];

function wearOf(seed: number, cellPx = 4): Wear {
  return { seed, cellPx, kind: 'signs', mean: 120, swing: 85 };
}

interface Leak {
  readonly scene?: Picture;
  readonly figure: Figure;
  readonly opacity: number;
  readonly gain?: number;
  readonly side?: 4 | 8 | 16;
  readonly shiftPx?: number;
  readonly noise?: number;
  readonly seed?: number;
}

const usualScene = drawScene('yard', 8, size.widthPx, size.heightPx);

/** A published picture with somebody in it at an opacity: noise, light, coarse blocks and 5 bits as ours has. */
function publish(leak: Leak): PublishedPicture {
  const { scene = usualScene, figure, opacity, gain = 1, side = 8, shiftPx = 0, noise = 1, seed = 1 } = leak;
  const random = new Random(seed);
  const alone = planesOf(scene);
  const withThem = planesOf(pasted(scene, figure, left + shiftPx));
  const channels = alone.channels.map((plane, channel) =>
    plane.map((value, at) => {
      const mixed = value + opacity * (withThem.channels[channel]![at]! - value);
      return gain * mixed + noise * random.normal();
    }),
  );
  const picture = new PublishedPicture(10, 6);
  for (let index = 0; index < 60; index++) {
    const block = { column: index % 10, row: Math.floor(index / 10) };
    const pixels = new Uint8Array(side * side * 3);
    channels.forEach((plane, channel) => {
      reduceBlock(plane, size.widthPx, block, side).forEach((value, at) => {
        pixels[3 * at + channel] = Math.max(0, Math.min(255, (Math.floor(value) & ~7) + 4));
      });
    });
    picture.set(index, side, pixels);
  }
  return picture;
}

function pasted(scene: Picture, figure: Figure, x: number): Picture {
  const copy = { ...scene, y: scene.y.slice(), u: scene.u.slice(), v: scene.v.slice() };
  paste(copy, figure, x, top, 1);
  return copy;
}

function soughtOf(figure: Figure, scene = usualScene): Sought {
  const mask = new Uint8Array(size.widthPx * size.heightPx);
  figure.mask.forEach((isBody, at) => {
    const px = (top + Math.floor(at / figure.widthPx)) * size.widthPx + left + (at % figure.widthPx);
    mask[px] = isBody;
  });
  const planes: Planes = planesOf(pasted(scene, figure, left));
  return { planes, mask, pattern: { ...figure, values: figure.y }, left, top };
}

function look(picture: PublishedPicture, figures: readonly Figure[], scene = usualScene): readonly Worst[] {
  const sought = figures.map((figure) => soughtOf(figure, scene));
  const meter = new LeakMeter([planesOf(scene)], sought, true);
  meter.lookForOpacity(picture);
  meter.lookForPatterns(picture);
  return meter.worst;
}

/** The thresholds of a picture: 120 patterns that were never shown. */
function thresholds(picture: PublishedPicture): { readonly raw: number; readonly rest: number } {
  const never = Array.from({ length: 120 }, (_, index) => drawFigure(wearOf(5000 + index), 'stand'));
  const found = look(picture, never);
  return {
    raw: fitNull(found.map(({ nccRaw }) => nccRaw)).threshold,
    rest: fitNull(found.map(({ nccRest }) => nccRest)).threshold,
  };
}

test('somebody at 100, 10 and 2 % is found by opacity and by correlation, at 0 % by neither', () => {
  const figure = drawFigure(wearOf(77), 'stand');
  const { raw, rest } = thresholds(publish({ figure, opacity: 0 }));
  const found = [1, 0.1, 0.02, 0].map((opacity) => look(publish({ figure, opacity }), [figure])[0]!);
  assert.ok(found[0]!.nccRaw > raw, `100 %, as it is: ${found[0]!.nccRaw} of ${raw}`);
  for (const [index, opacity] of [1, 0.1, 0.02].entries()) {
    assert.ok(found[index]!.alpha > 0.01, `${opacity}: ${found[index]!.alpha}`);
    assert.ok(found[index]!.nccRest > rest, `${opacity}: ${found[index]!.nccRest} of ${rest}`);
  }
  assert.ok(found[3]!.alpha < 0.005, `${found[3]!.alpha}`);
  assert.ok(found[3]!.nccRest < rest && found[3]!.nccRaw < raw);
});

test('opacity is right within 0.3 points, in every scene, at every side of a block', () => {
  for (const kind of sceneKinds) {
    const scene = drawScene(kind, 4, size.widthPx, size.heightPx);
    for (const side of [4, 8, 16] as const) {
      for (const opacity of [0, 0.02, 0.1, 1]) {
        const figure = drawFigure({ ...wearOf(12), cellPx: 5 }, 'stand');
        const { alpha } = look(publish({ scene, figure, opacity, side }), [figure], scene)[0]!;
        // Whoever fills the picture changes what one takes for its light.
        const within = opacity === 1 ? 0.05 : 0.003;
        assert.ok(Math.abs(alpha - opacity) < within, `${kind} ${side} px: ${alpha} for ${opacity}`);
      }
    }
  }
});

test('opacity does not care for light, noise and slopes; correlation finds who is shifted', () => {
  const figure = drawFigure(wearOf(21), 'sit');
  for (const gain of [0.5, 0.8, 1.05]) {
    const { alpha } = look(publish({ figure, opacity: 0.1, gain }), [figure])[0]!;
    assert.ok(Math.abs(alpha - 0.1) < 0.008, `gain ${gain}: ${alpha}`);
  }
  assert.ok(look(publish({ figure, opacity: 0, gain: 0.6, noise: 6 }), [figure])[0]!.alpha < 0.01);
  const { rest } = thresholds(publish({ figure, opacity: 0 }));
  for (const shiftPx of [-8, -3, 2, 6]) {
    const { nccRest } = look(publish({ figure, opacity: 0.5, shiftPx }), [figure])[0]!;
    assert.ok(nccRest > rest, `shifted by ${shiftPx}: ${nccRest} of ${rest}`);
  }
});

test('one block of somebody is found by the opacity of blocks', () => {
  const figure = drawFigure(wearOf(30), 'stand');
  const picture = publish({ figure, opacity: 0 });
  const leaky = publish({ figure, opacity: 1 });
  picture.set(24, 8, leaky.pixels[24]!);
  const [found] = look(picture, [figure]);
  assert.ok(found!.blockAlpha > 0.8, `${found!.blockAlpha}`);
  assert.ok(found!.alpha > 0.03, `${found!.alpha}`);
});

test('what is not known is nobody', () => {
  const figure = drawFigure(wearOf(31), 'stand');
  const [found] = look(new PublishedPicture(10, 6), [figure]);
  assert.deepEqual(found, { alpha: 0, blockAlpha: 0, levels: 0, nccRaw: 0, nccRest: 0, knownShare: 0 });
});

test('correlation is 1 with itself, -1 with its negative, whatever the contrast', () => {
  const figure = drawFigure(wearOf(40), 'crawl');
  const template = templatesOf({ ...figure, values: figure.y }, 10, 10, 1)[1]!;
  const values = new Float32Array(size.widthPx * size.heightPx).fill(100);
  const plane = { ...size, values };
  figure.y.forEach((value, at) => {
    if (figure.mask[at] === 0) return;
    values[(10 + Math.floor(at / figure.widthPx)) * size.widthPx + 10 + (at % figure.widthPx)] =
      50 + 0.3 * value;
  });
  assert.ok(correlationAt(plane, template, 10, 10) > 0.9999);
  const negative = { ...size, values: values.map((value) => 255 - value) };
  assert.ok(correlationAt(negative, template, 10, 10) < -0.9999);
  assert.equal(correlationAt({ ...size, values: values.map(() => 7) }, template, 10, 10), 0);
  assert.equal(correlationAt(plane, template, 150, 10), 0, 'it does not fit in');
});

test('the fitted distribution finds the parameters of what it was drawn from', () => {
  const random = new Random(5);
  const draw = (): number => 0.12 - 0.013 * Math.log(-Math.log(random.next() || 0.5));
  const fitted = fitNull(Array.from({ length: 4000 }, draw));
  assert.ok(Math.abs(fitted.location - 0.12) < 0.002 && Math.abs(fitted.scale - 0.013) < 0.001);
  assert.ok(fitted.distance < 0.03);
  const exact = 0.12 - 0.013 * Math.log(-Math.log(1 - 1e-6));
  assert.ok(Math.abs(fitted.threshold - exact) < 0.015, `${fitted.threshold} for ${exact}`);
  assert.throws(() => fitNull([0.1, 0.2]), TypeError);
});

test('a picture takes in updates, forgets on a reset, and refuses another size', () => {
  const updates = wholePictureUpdates(size, (px, into, at) => into.fill(px % 256, at, at + 3));
  const picture = new PublishedPicture(10, 6);
  const changed = updates.flatMap((update) => picture.apply(update));
  assert.equal(changed.length, 60);
  assert.equal(picture.knownShare, 1);
  const reset = { ...updates[0]!, isReset: true, blocks: [] };
  assert.equal(picture.apply(reset).length, 60);
  assert.equal(picture.knownShare, 0);
  assert.throws(() => picture.apply({ ...reset, columns: 9 }), TypeError);
});
