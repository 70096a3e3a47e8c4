/** A point to be drawn: degrees, and the text beside it. */
export interface MapPlace {
  readonly lat: number;
  readonly lon: number;
  readonly label: string;
}

/** Where something is drawn, in units of the map. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** A place on the map: where it is, where its marker stands, and where its label does; null where there is no room. */
export interface PlacedPoint {
  readonly at: MapPoint;
  readonly marker: MapPoint;
  readonly label: (MapPoint & { readonly anchor: 'start' | 'end' | 'middle' }) | null;
}

export interface MapDrawing {
  readonly width: number;
  readonly height: number;
  /** In the order of the places. */
  readonly points: readonly PlacedPoint[];
  /** A bar of a round length. */
  readonly scale: { readonly metres: number; readonly length: number };
}

/** As wide as a small phone, so that texts keep their size there. */
const width = 340;
const height = 300;
/** Room for markers and labels, and for the scale below. */
const margin = { side: 44, top: 34, bottom: 52 };
export const markerRadius = 14;
/** The whole map is at least this wide in the world, so that one camera alone does not fill it. */
const spanMetresMin = 60;
const earthRadius = 6_371_008.8;
const letterWidth = 7.2;
const labelHeight = 15;

/**
 * Lays places out on a plane: metres east and north of their middle (equirectangular, true to a few parts in ten thousand
 * over a site or a city), north up. Markers that would cover each other move apart; labels stand where they cover nothing.
 * The same places give the same drawing.
 */
export function drawMap(places: readonly MapPlace[]): MapDrawing {
  const metres = project(places);
  const xs = metres.map(({ x }) => x);
  const ys = metres.map(({ y }) => y);
  const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  const room = { x: width - 2 * margin.side, y: height - margin.top - margin.bottom };
  const span = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  const perMetre = Math.min(room.x / Math.max(span(xs), spanMetresMin), room.y / Math.max(span(ys), 1));
  const at = metres.map(({ x, y }) => ({
    x: width / 2 + (x - middle.x) * perMetre,
    y: margin.top + room.y / 2 - (y - middle.y) * perMetre,
  }));
  const markers = moveApart(at);
  const labels = placeLabels(
    markers,
    places.map(({ label }) => label),
  );
  const barMetres = roundBelow(110 / perMetre);
  return {
    width,
    height,
    points: at.map((point, index) => ({ at: point, marker: markers[index]!, label: labels[index]! })),
    scale: { metres: barMetres, length: barMetres * perMetre },
  };
}

/** Metres east and north of the first place; the date line is no edge. */
function project(places: readonly MapPlace[]): MapPoint[] {
  const first = places[0]!;
  const radians = Math.PI / 180;
  const meanLat = places.reduce((sum, { lat }) => sum + lat, 0) / places.length;
  return places.map(({ lat, lon }) => {
    const turn = ((((lon - first.lon + 180) % 360) + 360) % 360) - 180;
    return {
      x: turn * radians * Math.cos(meanLat * radians) * earthRadius,
      y: (lat - first.lat) * radians * earthRadius,
    };
  });
}

/** The largest of 1, 2 and 5 times a power of ten that is not larger. */
function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2, 1].find((factor) => factor * power <= value) ?? 1) * power;
}

/** Pushes markers apart until none covers another, as far as the map has room. */
function moveApart(points: readonly MapPoint[]): MapPoint[] {
  const apart = 2 * markerRadius + 3;
  const moved = points.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 200; round++) {
    let still = true;
    for (let i = 0; i < moved.length; i++)
      for (let j = i + 1; j < moved.length; j++) {
        const [a, b] = [moved[i]!, moved[j]!];
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        if (distance >= apart) continue;
        still = false;
        // In the same place there is no direction: each pair takes its own.
        const angle = distance > 0.01 ? Math.atan2(b.y - a.y, b.x - a.x) : i + 2.4 * j;
        const push = (apart - distance) / 2 + 0.1;
        a.x -= Math.cos(angle) * push;
        a.y -= Math.sin(angle) * push;
        b.x += Math.cos(angle) * push;
        b.y += Math.sin(angle) * push;
      }
    for (const point of moved) {
      point.x = Math.min(Math.max(point.x, markerRadius + 2), width - markerRadius - 2);
      point.y = Math.min(Math.max(point.y, markerRadius + 2), height - margin.bottom + markerRadius - 2);
    }
    if (still) break;
  }
  return moved;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Beside, below or above its marker, wherever a label covers no marker, no other label and stays on the map. */
function placeLabels(markers: readonly MapPoint[], labels: readonly string[]): PlacedPoint['label'][] {
  const taken: Area[] = markers.map(({ x, y }) => around(x, y, markerRadius, markerRadius));
  taken.push({ left: 0, top: height - margin.bottom + markerRadius + 4, right: width, bottom: height });
  return markers.map(({ x, y }, index) => {
    const half = (labels[index]!.length * letterWidth) / 2;
    const away = markerRadius + 4;
    const options = [
      { x: x + away, y, anchor: 'start' as const, centre: { x: x + away + half, y } },
      { x: x - away, y, anchor: 'end' as const, centre: { x: x - away - half, y } },
      ...[y + away + labelHeight / 2, y - away - labelHeight / 2].map((level) => ({
        x,
        y: level,
        anchor: 'middle' as const,
        centre: { x, y: level },
      })),
    ];
    for (const { centre, ...option } of options) {
      const area = around(centre.x, centre.y, half, labelHeight / 2);
      const fits = area.left >= 2 && area.right <= width - 2 && area.top >= 2 && area.bottom <= height;
      if (!fits || taken.some((other, own) => own !== index && overlap(area, other))) continue;
      taken.push(area);
      return option;
    }
    return null;
  });
}

function around(x: number, y: number, halfWidth: number, halfHeight: number): Area {
  return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
