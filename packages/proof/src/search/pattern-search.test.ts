import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawCanary } from '../people.ts';
import { Random } from '../random.ts';
import { type Grey, greyOf, resized } from './grey.ts';
import { PatternSearch } from './pattern-search.ts';

const size = { widthPx: 120, heightPx: 90 };
const canaries = [1, 2, 3].map((seed) => drawCanary(`somebody ${seed}`, 'stand', seed));

/** Somewhere in a picture: cells of random greys, as large as those of somebody seen at half the size. */
function anything(random: Random): Grey {
  const cells = Array.from({ length: 80 * 60 }, () => random.whole(0, 255));
  const cellOf = (at: number): number =>
    Math.floor(Math.floor(at / size.widthPx) / 1.5) * 80 + Math.floor((at % size.widthPx) / 1.5);
  const values = Float32Array.from({ length: size.widthPx * size.heightPx }, (_, at) => cells[cellOf(at)]!);
  return { ...size, values };
}

function withSomebody(picture: Grey, scale: number): Grey {
  const own = greyOf(canaries[1]!);
  const small = resized(own, Math.round(own.widthPx * scale), Math.round(own.heightPx * scale));
  for (let y = 0; y < small.heightPx; y++)
    for (let x = 0; x < small.widthPx; x++)
      picture.values[(y + 20) * picture.widthPx + x + 30] = small.values[y * small.widthPx + x]!;
  return picture;
}

test('of thousands of guesses none is somebody by chance, and somebody among them is found', () => {
  const random = new Random(8);
  const search = new PatternSearch(canaries, 4);
  const alone = new PatternSearch(canaries, 4);
  for (let guess = 0; guess < 400; guess++) {
    const picture = anything(random);
    search.look(picture, `guess ${guess}`, 0.5, true);
    alone.look(picture, `picture ${guess}`, 0.5);
  }
  assert.deepEqual(
    search.matches().filter(({ nccOverNull }) => nccOverNull >= 1),
    [],
  );
  search.look(withSomebody(anything(random), 0.5), 'somebody', 0.5, true);
  const [best, next] = search.matches();
  assert.equal(best!.where, 'somebody');
  assert.equal(best!.who, 'somebody 2');
  assert.ok(best!.nccOverNull > 1.5 && next!.nccOverNull < 1, `${best!.nccOverNull}, ${next!.nccOverNull}`);
  // What is known to be a picture is judged by itself.
  assert.ok(alone.matches()[0]!.threshold < best!.threshold);
});
