import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countByBand, lineErrors, truthCounts } from './lines.ts';
import { score } from './score.ts';
import { dataFolder, type Frames, readRows, readSequences } from './sequence.ts';

/** TrackEval's figures for the reference outputs: HOTA, MOTA, IDF1, ID switches. */
const published: Readonly<
  Record<string, Readonly<Record<string, readonly [string, string, string, number]>>>
> = {
  bytetrack: {
    '30': ['52.3', '61.8', '63.9', 67],
    '10': ['51.3', '61.4', '62.9', 56],
    '5': ['49.1', '57.8', '64.3', 47],
    '2.5': ['41.4', '45.9', '52.3', 82],
  },
  nmtt_kdTree: {
    '30': ['38.1', '48.6', '44.0', 156],
    '10': ['40.5', '49.0', '46.7', 98],
    '5': ['41.9', '49.6', '49.1', 71],
    '2.5': ['37.8', '42.5', '46.8', 89],
  },
};

const folder = join(dataFolder(), 'mot');
const skip = existsSync(join(folder, 'static_30')) ? false : 'skipped: no data';

for (const [tracker, rates] of Object.entries(published)) {
  for (const [rate, expected] of Object.entries(rates)) {
    test(`the scorer gives the published figures of ${tracker} at ${rate} fps`, { skip }, () => {
      const pairs = readSequences(join(folder, `static_${rate}`)).map(({ name, truth }) => {
        const path = join(folder, `static_${rate}/reference/${tracker}/${name}.txt`);
        return { truth, results: readRows(path, truth.length) };
      });
      const found = score(pairs);
      const printed = [found.hota.toFixed(1), found.mota.toFixed(1), found.idf1.toFixed(1), found.idsw];
      assert.deepEqual(printed, expected);
    });
  }
}

test('the line counts give the published errors: 90 crossings, ByteTrack 15 and 21', { skip }, () => {
  const errors = ['10', '5'].map((rate) => {
    let sum = 0;
    for (const sequence of readSequences(join(folder, `static_${rate}`))) {
      const path = join(folder, `static_${rate}/reference/bytetrack/${sequence.name}.txt`);
      const counts = countByBand(readRows(path, sequence.truth.length), sequence);
      sum += lineErrors(counts, truthCounts(sequence));
    }
    return sum;
  });
  assert.deepEqual(errors, [15, 21]);
});

/** One person walking right for ten frames, by these ids and with these frames left out. */
function walk(ids: readonly number[], gaps: readonly number[] = []): Frames {
  return ids.map((id, t) => {
    const box = { left: t * 10, top: 0, width: 40, height: 100 };
    return gaps.includes(t) ? [] : [{ id, box, score: 1, class: 1 }];
  });
}

test('perfect results score 100, and an id change costs one switch', () => {
  const truth = walk([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  const perfect = score([{ truth, results: truth }]);
  assert.deepEqual(
    [perfect.hota, perfect.mota, perfect.idf1, perfect.idsw].map(Math.round),
    [100, 100, 100, 0],
  );
  const switched = score([{ truth, results: walk([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]) }]);
  assert.equal(switched.idsw, 1);
  assert.equal(switched.idf1, 50);
  assert.ok(Math.abs(switched.assA - 50) < 1e-9 && Math.abs(switched.detA - 100) < 1e-9);
  const broken = score([{ truth, results: walk([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [4]) }]);
  assert.deepEqual([broken.misses, Math.round(broken.mota)], [1, 90]);
});

test('a result on a distractor is removed, and unflagged truth is not missed', () => {
  const box = { left: 0, top: 0, width: 40, height: 100 };
  const truth = [[{ id: 9, box, score: 0, class: 8 }]];
  const found = score([{ truth, results: [[{ id: 1, box, score: 1, class: 1 }]] }]);
  assert.deepEqual([found.extras, found.misses], [0, 0]);
});
