import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { publicList } from './list.ts';
import { drawMap, markerRadius } from './map.ts';

test('north is up, east is right, and the bar is as long as it says', () => {
  const metre = 180 / (Math.PI * 6_371_008.8);
  const { points, scale } = drawMap([
    { lat: 0, lon: 0, label: 'south-west' },
    { lat: 300 * metre, lon: 400 * metre, label: 'north-east' },
  ]);
  const [a, b] = points.map(({ at }) => at);
  assert.ok(b!.x > a!.x && b!.y < a!.y);
  const perMetre = scale.length / scale.metres;
  assert.ok(Math.abs(Math.hypot(b!.x - a!.x, b!.y - a!.y) / perMetre - 500) < 0.1);
  assert.ok(scale.length <= 110 && scale.length > 40);
});

test('neither the date line nor a pole nor one camera alone breaks it', () => {
  const [west, east] = drawMap([
    { lat: -17, lon: 179.9999, label: 'a' },
    { lat: -17, lon: -179.9999, label: 'b' },
  ]).points;
  assert.ok(east!.at.x > west!.at.x);
  assert.ok(drawMap([{ lat: 90, lon: 0, label: 'a' }]).points.every(({ at }) => Number.isFinite(at.x)));
  assert.equal(drawMap([{ lat: 1, lon: 1, label: 'a' }]).points[0]!.label?.anchor, 'start');
});

test('property: markers stay on the map and do not cover each other, labels cover no marker', () => {
  const near = fc.record({
    lat: fc.double({ min: 52.5, max: 52.502, noNaN: true }),
    lon: fc.double({ min: 13.4, max: 13.403, noNaN: true }),
    label: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
  });
  fc.assert(
    fc.property(fc.array(near, { minLength: 1, maxLength: 8 }), (places) => {
      const drawing = drawMap(places);
      assert.deepEqual(drawing, drawMap(places));
      drawing.points.forEach(({ marker, label }, index) => {
        assert.ok(marker.x >= markerRadius && marker.x <= drawing.width - markerRadius);
        assert.ok(marker.y >= markerRadius && marker.y <= drawing.height - markerRadius);
        for (const other of drawing.points.slice(index + 1))
          assert.ok(Math.hypot(marker.x - other.marker.x, marker.y - other.marker.y) > 2 * markerRadius - 2);
        for (const other of drawing.points)
          if (label !== null && label.anchor === 'middle')
            assert.ok(Math.hypot(label.x - other.marker.x, label.y - other.marker.y) > markerRadius);
      });
    }),
  );
});

test('a list without coordinates has no map; with some, every point leads to its page', () => {
  const nowhere = { ...siteFacts, camera: { ...siteFacts.camera, place: null } };
  assert.ok(!publicList([nowhere], 'en').includes('<figure'));
  assert.ok(publicList([], 'de').includes('Es gibt keine Kamera.'));
  const text = publicList([nowhere, streetFacts], 'de');
  assert.equal([...text.matchAll(/class="point/g)].length, 1);
  assert.match(
    text,
    /<a class="point street-statistics" href="\/c\/harbour-street\?lang=de"[\s\S]*?>2<\/text>/,
  );
  assert.ok(text.includes('Wird sich ändern') && text.includes('/c/north-gate?lang=de'));
});
