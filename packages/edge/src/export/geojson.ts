import type { Family, LineConfig } from '@outis/core';
import type { ExportRow } from './export-row.ts';
import type { ExportedPlaces } from './places.ts';

type Property = string | number | null;

interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] } | null;
  readonly properties: Readonly<Record<string, Property>>;
}

/**
 * The latest numbers of a camera as GeoJSON (RFC 7946): one feature for the sensor, one for each line and direction and
 * one for each movement. All lie at the sensor, or have no geometry where the place of the camera is not given. A line
 * is told by its ends in fractions of the picture (`a_x` …): a calibration knows metres and angles on the ground, but
 * not where north is, so where a line lies on a map is not known.
 */
export function geoJsonOf(
  pieces: Iterable<readonly ExportRow[]>,
  cameraId: string,
  places: ExportedPlaces,
): string {
  const latest = latestOf(pieces);
  const { place, lines, movements } = places;
  const geometry = place === null ? null : ({ type: 'Point', coordinates: [place.lon, place.lat] } as const);
  const feature = (id: string, properties: Feature['properties']): Feature => ({
    type: 'Feature',
    id: `${cameraId}/${id}`,
    geometry,
    properties,
  });
  const last = latest.values().next().value?.values().next().value;
  const features = [
    feature('sensor', {
      kind: 'sensor',
      camera: cameraId,
      owner: places.owner,
      reason: places.reason,
      purpose: last?.purpose ?? null,
    }),
    ...[...latest].map(([key, rows]) => {
      const [first] = rows.values();
      const { family, place: id, part } = first!;
      const drawn =
        family === 'count' ? lineProperties(lines.find((line) => line.id === id)) : wayOf(movements, id);
      const shared = {
        kind: kindOf(family),
        camera: cameraId,
        place: id,
        direction: part === '' ? null : part,
      };
      return feature(key, { ...shared, ...drawn, ...valuesOf(rows) });
    }),
  ];
  return `${JSON.stringify({ type: 'FeatureCollection', features }, null, 1)}\n`;
}

/** Of each line and direction and each movement the latest row of every class, in order. */
function latestOf(pieces: Iterable<readonly ExportRow[]>): Map<string, Map<string, ExportRow>> {
  const latest = new Map<string, Map<string, ExportRow>>();
  for (const rows of pieces)
    for (const row of rows) {
      if (row.family !== 'count' && row.family !== 'movement') continue;
      const key = [kindOf(row.family), row.place, ...(row.part === '' ? [] : [row.part])].join('/');
      const classes = latest.get(key) ?? new Map<string, ExportRow>();
      // Rows come in the order of series and time: a later one is newer.
      classes.set(row.class, row);
      latest.set(key, classes);
    }
  return latest;
}

function kindOf(family: Family): string {
  return family === 'count' ? 'line' : family;
}

function valuesOf(rows: ReadonlyMap<string, ExportRow>): Record<string, Property> {
  const pairs = [...rows].flatMap(([name, row]): [string, Property][] => [
    [name, row.value],
    [`${name}_error_95`, row.error95],
    [`${name}_start_utc`, new Date(row.startMs).toISOString()],
    [`${name}_minutes`, row.intervalMs / 60_000],
    [`${name}_coverage_percent`, row.coveragePercent],
  ]);
  const [any] = rows.values();
  return { series: any!.series, noise_scale: any!.noiseScale, ...Object.fromEntries(pairs) };
}

function lineProperties(line: LineConfig | undefined): Record<string, Property> {
  if (line === undefined) return {};
  const { a, b } = line;
  return { a_x: a[0], a_y: a[1], b_x: b[0], b_y: b[1] };
}

function wayOf(movements: ExportedPlaces['movements'], id: string): Record<string, Property> {
  const found = movements.find((movement) => movement.id === id);
  return found === undefined ? {} : { from_line: found.from, to_line: found.to };
}
