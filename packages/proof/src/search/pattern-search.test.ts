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
    search.look(picture, `guess ${guess}`, 0.5, { isGuessed: true });
    alone.look(picture, `picture ${guess}`, 0.5);
  }
  assert.deepEqual(
    search.matches().filter(({ nccOverNull }) => nccOverNull >= 1),
    [],
  );
  search.look(withSomebody(anything(random), 0.5), 'somebody', 0.5, { isGuessed: true });
  const [best, next] = search.matches();
  assert.equal(best!.where, 'somebody');
  assert.equal(best!.who, 'somebody 2');
  assert.ok(best!.nccOverNull > 1.5 && next!.nccOverNull < 1, `${best!.nccOverNull}, ${next!.nccOverNull}`);
  // What is known to be a picture is judged by itself.
  assert.ok(alone.matches()[0]!.threshold < best!.threshold);
});

/** What a decoder makes of memory that only begins like a film: mostly grey, and a few blocks with something smooth in them. */
function broken(random: Random): Grey {
  const values = new Float32Array(size.widthPx * size.heightPx).fill(128);
  for (let block = 0; block < 7; block++) {
    const [left, top] = [random.whole(0, 90), random.whole(0, 60)];
    const [across, down, light] = [random.whole(-9, 9), random.whole(-9, 9), random.whole(0, 255)];
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 16; x++)
        values[(top + y) * size.widthPx + left + x] = light + across * x + down * y;
  }
  return { ...size, values };
}

test('what a decoder makes of memory is judged by itself: nobody is found in it by chance, and somebody is', () => {
  const random = new Random(21);
  const people = Array.from({ length: 40 }, (_, seed) => drawCanary(`somebody ${seed}`, 'stand', seed));
  const [alone, among] = [new PatternSearch(people, 4), new PatternSearch(people, 4)];
  const noise = (): Grey => ({
    ...size,
    values: Float32Array.from({ length: size.widthPx * size.heightPx }, () => random.whole(0, 255)),
  });
  for (let place = 0; place < 100; place++) among.look(noise(), `place ${place}`, 0.5);
  for (let at = 0; at < 20; at++) {
    const picture = broken(random);
    alone.look(picture, `memory ${at}`, 0.5, { isAlone: true });
    if (at % 7 === 0) among.look(picture, `memory ${at}`, 0.5);
  }
  const found = (search: PatternSearch) => search.matches().filter(({ nccOverNull }) => nccOverNull >= 1);
  assert.deepEqual(found(alone), []);
  // Beside pictures of a place chance looks like somebody: the test could fail.
  assert.ok(found(among).length > 0);
  alone.look(withSomebody(broken(random), 0.5), 'somebody', 0.5, { isAlone: true });
  assert.deepEqual(
    found(alone).map(({ where, who }) => [where, who]),
    [['somebody', 'somebody 2']],
  );
});
