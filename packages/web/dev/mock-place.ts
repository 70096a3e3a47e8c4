/** A picture: `widthPx * heightPx * 3` bytes red green blue, row by row. */
export interface DrawnPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

type Colour = readonly [number, number, number];

/** A made-up site in evening light, drawn px by px: sky, a hall, containers, a road, a walkway, grass. No lens has seen it. */
export function drawPlace(widthPx: number, heightPx: number): DrawnPicture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let py = 0; py < heightPx; py++)
    for (let px = 0; px < widthPx; px++) {
      const [x, y] = [(px + 0.5) / widthPx, (py + 0.5) / heightPx];
      const grain = 1 + (hash(px, py) - 0.5) * 0.05;
      const colour = colourAt(x, y);
      colour.forEach((value, c) => {
        rgb[(py * widthPx + px) * 3 + c] = Math.min(255, Math.max(0, value * grain));
      });
    }
  return { widthPx, heightPx, rgb };
}

/** What stands farthest in front wins. */
function colourAt(x: number, y: number): Colour {
  return (
    mast(x, y) ??
    containers(x, y) ??
    fence(x, y) ??
    hall(x, y) ??
    trees(x, y) ??
    (y < horizonAt(x) ? sky(x, y) : ground(x, y))
  );
}

function horizonAt(x: number): number {
  return 0.235 + 0.01 * Math.sin(x * 5);
}

function sky(x: number, y: number): Colour {
  const high = mix([126, 160, 196], [226, 222, 208], y / 0.25);
  const cloud = Math.max(0, noise(x * 5 + 3, y * 22, 4) - 0.5) * 1.5;
  return mix(high, [240, 238, 232], cloud);
}

function ground(x: number, y: number): Colour {
  const depth = 1 / (y - 0.12);
  const [gx, gy] = [(x - 0.5) * depth, depth];
  const wear = noise(gx * 3, gy * 5, 4);
  const upper = curve(x, [0.66, 0.615, 0.5, 0.415, 0.345]);
  const lower = curve(x, [0.97, 0.86, 0.7, 0.58, 0.505]);
  const light = 0.9 + 0.14 * x;
  if (y > upper && y < lower) {
    const across = (y - upper) / (lower - upper);
    const middle = Math.abs(across - 0.52) < 0.018 && Math.sin(gy * 9 + gx * 7) > -0.2;
    const edge = Math.abs(across - 0.045) < 0.014 || Math.abs(across - 0.955) < 0.014;
    const tracks = 8 * Math.exp(-(((across - 0.3) * 12) ** 2)) + 8 * Math.exp(-(((across - 0.74) * 12) ** 2));
    const grey = 92 + wear * 26 - tracks;
    return scaled(middle || edge ? [204, 200, 186] : [grey, grey * 1.0, grey * 1.02], light);
  }
  // A walkway of slabs beyond the road.
  if (y <= upper && y > upper - 0.075) {
    const joint = Math.sin(gx * 26) > 0.96 || Math.abs((upper - y) / 0.075 - 0.5) < 0.03;
    const slab = 164 + wear * 30 - (joint ? 34 : 0);
    return scaled([slab, slab * 0.96, slab * 0.88], light);
  }
  if (y >= lower) {
    const green = noise(gx * 16, gy * 22, 3);
    return scaled(mix([98, 112, 62], [140, 138, 84], green), light * 0.96);
  }
  return scaled(mix([168, 156, 134], [140, 130, 112], wear), light);
}

function hall(x: number, y: number): Colour | null {
  const [left, right, top] = [0.06, 0.47, 0.085 + (x - 0.06) * 0.055];
  const foot = 0.335 + (0.47 - x) * 0.05;
  if (x < left || x > right || y < top || y > foot) return null;
  if (y < top + 0.022) return [112, 62, 52];
  const rib = Math.sin(x * 700) * 4;
  const isGate = x > 0.2 && x < 0.285 && y > 0.215;
  const isDoor = x > 0.33 && x < 0.35 && y > 0.262;
  if (isGate) return scaled([86, 98, 110], 1 + Math.sin(y * 620) * 0.08);
  if (isDoor) return [70, 78, 84];
  const isWindow = y > 0.15 && y < 0.185 && (x * 24) % 1 > 0.3;
  if (isWindow) return mix([88, 112, 132], [176, 196, 204], noise(x * 20, y * 30, 2));
  const stain = noise(x * 14, y * 9, 3) * 16;
  return [188 + rib - stain, 190 + rib - stain, 184 + rib - stain];
}

function containers(x: number, y: number): Colour | null {
  const boxes = [
    { left: 0.555, right: 0.69, top: 0.2, foot: 0.325, colour: [150, 72, 50] },
    { left: 0.575, right: 0.7, top: 0.105, foot: 0.2, colour: [56, 98, 122] },
    { left: 0.705, right: 0.79, top: 0.215, foot: 0.318, colour: [92, 116, 84] },
  ] as const;
  for (const { left, right, top, foot, colour } of boxes) {
    if (x < left || x > right || y < top || y > foot) continue;
    const isEdge = x - left < 0.005 || right - x < 0.005 || y - top < 0.008 || foot - y < 0.008;
    const rib = Math.sin(x * 520) * 0.1;
    const rust = noise(x * 40, y * 40, 3) * 0.16;
    return scaled(colour, isEdge ? 0.78 : 1 + rib - rust);
  }
  return null;
}

function fence(x: number, y: number): Colour | null {
  if (x < 0.79) return null;
  const foot = 0.325 - (x - 0.79) * 0.06;
  const top = foot - 0.07;
  if (y < top || y > foot) return null;
  const isPost = (x * 34) % 1 < 0.1;
  const isRail = Math.abs(y - top - 0.006) < 0.005 || Math.abs(y - foot + 0.012) < 0.004;
  return isPost || isRail ? [112, 116, 116] : null;
}

function trees(x: number, y: number): Colour | null {
  const crown = 0.13 + 0.05 * Math.sin(x * 17 + 1) + 0.03 * Math.sin(x * 41) + 0.02 * noise(x * 60, 1, 2);
  const isWood = (x > 0.78 || x < 0.075) && y > crown && y < 0.3;
  if (!isWood) return null;
  const leaf = noise(x * 46, y * 60, 3);
  return mix([46, 66, 42], [106, 122, 70], leaf);
}

function mast(x: number, y: number): Colour | null {
  const isPole = Math.abs(x - 0.515) < 0.0036 && y > 0.05 && y < 0.4;
  const isArm = x > 0.515 && x < 0.55 && Math.abs(y - 0.055 + (x - 0.515) * 0.2) < 0.006;
  return isPole || isArm ? [84, 90, 92] : null;
}

/** A line through heights at x = 0, .25, .5, .75 and 1. */
function curve(x: number, heights: readonly number[]): number {
  const at = Math.min(heights.length - 1.001, Math.max(0, x * (heights.length - 1)));
  const index = Math.floor(at);
  const share = at - index;
  const eased = share * share * (3 - 2 * share) * 0.4 + share * 0.6;
  return heights[index]! + (heights[index + 1]! - heights[index]!) * eased;
}

/** Smooth noise, 0 to 1, the same every time. */
function noise(x: number, y: number, octaves: number): number {
  let [sum, weight] = [0, 0];
  for (let octave = 0; octave < octaves; octave++) {
    const scale = 2 ** octave;
    const share = 1 / scale;
    sum += valueNoise(x * scale, y * scale + octave * 17) * share;
    weight += share;
  }
  return sum / weight;
}

function valueNoise(x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [smooth(x - left), smooth(y - top)];
  const upper = hash(left, top) * (1 - u) + hash(left + 1, top) * u;
  const lower = hash(left, top + 1) * (1 - u) + hash(left + 1, top + 1) * u;
  return upper * (1 - v) + lower * v;
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

function hash(x: number, y: number): number {
  let state = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263);
  state = Math.imul(state ^ (state >>> 13), 1_274_126_177);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = Math.min(1, Math.max(0, share));
  return [0, 1, 2].map((c) => from[c]! + (to[c]! - from[c]!) * part) as unknown as Colour;
}

function scaled(colour: readonly number[], by: number): Colour {
  return colour.map((value) => value * by) as unknown as Colour;
}
