import { type Box, type Detection, isRoadUser } from '@outis/core';

/** A person's box is taken this much wider on each side, and higher, as a share of its sides: heads stick out. */
const personMargin = 0.15;

/**
 * Detections without the worn parts that nobody wears: a helmet, bare head or vest stays only where its middle lies
 * in the box of a person, or in or above that of a two-wheeler, whose box may leave out the rider.
 * Round lamps, wheels and signs in a street look like helmets to a small detector; there is mostly nobody around them.
 */
export function withoutLooseParts(detections: readonly Detection[]): Detection[] {
  const wearers = detections.flatMap(wearerArea);
  return detections.filter((detection) => isRoadUser(detection.class) || wearers.some(holds(detection.box)));
}

/** Where parts may be worn, or nothing for what wears none. */
function wearerArea({ class: name, box }: Detection): Box | [] {
  if (name === 'person') {
    const [across, up] = [box.width * personMargin, box.height * personMargin];
    return {
      left: box.left - across,
      top: box.top - up,
      width: box.width + 2 * across,
      height: box.height + up,
    };
  }
  if (name !== 'bicycle' && name !== 'motorcycle') return [];
  return { ...box, top: box.top - box.height, height: box.height * 2 };
}

function holds(part: Box): (area: Box) => boolean {
  const x = part.left + part.width / 2;
  const y = part.top + part.height / 2;
  return ({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height;
}
