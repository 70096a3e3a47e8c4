import type { RoadUserClass } from '@outis/core';
import type { ViewBox } from './line-side.ts';
import type { Place } from './motion.ts';
import { type Pictogram, personHeightPx, pictograms } from './pictogram.ts';
import type { SceneTheme } from './theme.ts';

/** Paints the pictograms over whatever is behind the canvas. `places` must come with the farthest first. */
export function paintObjects(
  context: CanvasRenderingContext2D,
  box: ViewBox,
  places: readonly Place[],
  theme: SceneTheme & { readonly isOnPicture: boolean },
): void {
  for (const place of places) {
    const pictogram = pictograms[place.class];
    const unit = (personHeightPx(place.y, box.height) / pictograms.person.height) * pictogram.scale;
    context.save();
    context.globalAlpha = place.opacity;
    context.translate(place.x * box.width, place.y * box.height);
    context.scale(unit, unit);
    paintShadows(context, pictogram, theme, theme.isOnPicture);
    context.scale(place.facing, 1);
    paintParts(context, place.class, pictogram, theme, 1.6 / unit);
    context.restore();
  }
}

/** On a picture one more, wide and to the side away from the light: it joins the sign with the ground. */
function paintShadows(
  context: CanvasRenderingContext2D,
  pictogram: Pictogram,
  theme: SceneTheme,
  isOnPicture: boolean,
): void {
  const width = Math.max(pictogram.width, pictogram.height * 0.8);
  if (isOnPicture) {
    context.save();
    context.globalAlpha *= 0.55;
    paintShadow(context, theme.shadow, { x: width * 0.16, radius: width * 0.8, flatMost: 4.2 });
    context.restore();
  }
  paintShadow(context, theme.shadow, { x: 0, radius: pictogram.width * 0.62, flatMost: 2.8 });
}

/** A soft ellipse on the ground; `flatMost` is half of its height at most. */
function paintShadow(
  context: CanvasRenderingContext2D,
  colour: string,
  { x, radius, flatMost }: { readonly x: number; readonly radius: number; readonly flatMost: number },
): void {
  const flat = Math.min(0.3, flatMost / radius);
  context.save();
  context.translate(x, 0);
  context.scale(1, flat);
  const shade = context.createRadialGradient(0, 0, radius * 0.25, 0, 0, radius);
  shade.addColorStop(0, colour);
  shade.addColorStop(1, 'transparent');
  context.fillStyle = shade;
  context.fillRect(-radius, -radius, radius * 2, radius * 2);
  context.restore();
}

function paintParts(
  context: CanvasRenderingContext2D,
  objectClass: RoadUserClass,
  pictogram: Pictogram,
  theme: SceneTheme,
  halo: number,
): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const parts = pathsOf(objectClass, pictogram);
  // First the light rim of all parts, then their ink, so that no rim lies over ink.
  context.strokeStyle = theme.halo;
  for (const part of parts) {
    context.lineWidth = (part.strokeWidth ?? 0) + halo * 2;
    context.stroke(part.path);
  }
  context.strokeStyle = theme.classes[objectClass];
  context.fillStyle = theme.classes[objectClass];
  for (const part of parts) {
    if (part.strokeWidth === null) {
      context.fill(part.path, 'evenodd');
    } else {
      context.lineWidth = part.strokeWidth;
      context.stroke(part.path);
    }
  }
}

interface DrawnPart {
  readonly path: Path2D;
  readonly strokeWidth: number | null;
}

const drawn = new Map<RoadUserClass, readonly DrawnPart[]>();

function pathsOf(objectClass: RoadUserClass, pictogram: Pictogram): readonly DrawnPart[] {
  let parts = drawn.get(objectClass);
  if (parts === undefined) {
    parts = pictogram.parts.map((part) => ({
      path: new Path2D(part.path),
      strokeWidth: part.strokeWidth ?? null,
    }));
    drawn.set(objectClass, parts);
  }
  return parts;
}
