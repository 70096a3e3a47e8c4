import { spawnSync } from 'node:child_process';
import type { Detection } from '@outis/core';
import { findModel } from '../../packages/edge/src/camera/sight-command.ts';
import { showDrawings } from '../../packages/edge/src/camera/sight-on-drawings.ts';
import { Canvas, type CanvasPoint, type Colour } from '../../packages/edge/src/demo/canvas.ts';
import { paintFigure, paintGround } from '../../packages/edge/src/demo/painter.ts';
import { walker } from '../../packages/edge/src/demo/people.ts';
import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import type { Place } from '../../packages/edge/src/demo/scenes.ts';
import { project } from '../../packages/edge/src/demo/simulation.ts';
import { truck } from '../../packages/edge/src/demo/vehicles.ts';
import { type PhotoHeads, pasteHeads, readPhotoHeads } from './photo-heads.ts';
import { type Actor, type Ground, type Pile, type Present, presentAt, type SiteView, size } from './scene.ts';
import type { Thresholds } from './watch.ts';

/** What the detector that ships found in a film, picture by picture. */
export interface FilmSeen {
  readonly thresholds: Thresholds;
  readonly detections: readonly (readonly Detection[])[];
}

const fps = 10;
/** Pictures that are coded together. */
const sceneS = 60;
/** Light in the shade, of 1 in the sun. */
const shadeLight = 0.55;
/** Two steps of somebody who walks, m. */
const strideM = 1.5;

/** Draws a film of a site, with heads of photographs where there are any, codes it as a camera does (H.264), decodes it, and shows it to the detector behind its wall. */
export async function seeFilm(site: SiteView, actors: readonly Actor[], seconds: number): Promise<FilmSeen> {
  const heads = await readPhotoHeads();
  const { ready, detections } = await showDrawings(
    findModel(undefined),
    ({ widthPx, heightPx }) => {
      if (widthPx !== size.widthPx || heightPx !== size.heightPx)
        throw new Error('The detector takes pictures of another size than the bench draws.');
      return pictures(site, actors, seconds, heads);
    },
    true,
  );
  return { thresholds: ready.thresholds, detections };
}

function* pictures(
  site: SiteView,
  actors: readonly Actor[],
  seconds: number,
  heads: PhotoHeads | null,
): Generator<Uint8Array> {
  const painter = new SitePainter(site, heads);
  const bytes = (size.widthPx * size.heightPx * 3) / 2;
  for (let from = 0; from < seconds; from += sceneS) {
    const frames = Math.min(sceneS, seconds - from) * fps;
    const drawn = Array.from({ length: frames }, (_, index) =>
      painter.draw(presentAt(site, actors, from + index / fps)),
    );
    const coded = coder(
      [...raw, '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-f', 'matroska'],
      Buffer.concat(drawn),
    );
    const decoded = coder(['-i', 'pipe:0', '-pix_fmt', 'yuv420p', '-f', 'rawvideo'], coded);
    if (decoded.length !== frames * bytes) throw new Error('ffmpeg gave another number of pictures.');
    for (let at = 0; at < decoded.length; at += bytes) yield decoded.subarray(at, at + bytes);
  }
}

const raw = [
  '-f',
  'rawvideo',
  '-pix_fmt',
  'yuv420p',
  '-s',
  `${size.widthPx}x${size.heightPx}`,
  '-r',
  String(fps),
];

function coder(options: readonly string[], input: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-threads', '1', ...options, 'pipe:1'],
    { input, maxBuffer: 1 << 30 },
  );
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return stdout;
}

/** Paints a site: ground with its shade and strips, piles, people and lorries. */
export class SitePainter {
  readonly #site: SiteView;
  readonly #canvas = new Canvas(size);
  /** The grain of a sensor, for the luma. */
  readonly #grain: Int8Array;
  #shift = 0;
  readonly #walked = new WeakMap<Actor, { x: number; z: number; metres: number }>();

  readonly #heads: PhotoHeads | null;

  constructor(site: SiteView, heads: PhotoHeads | null) {
    this.#site = site;
    this.#heads = heads;
    const random = new SeededRandom(7);
    this.#grain = Int8Array.from({ length: 65_536 }, () => Math.round(1.6 * random.normal()));
  }

  draw(present: readonly Present[]): Buffer {
    const { piles, shade } = this.#site;
    const canvas = this.#canvas;
    this.#paintPlace();
    const things = [
      ...present.map((one) => ({ z: one.place.z, paint: () => this.#paintActor(one, shade) })),
      ...piles.map((pile) => ({ z: pile.z[0], paint: () => paintPile(canvas, pile, this.#site) })),
    ].toSorted((a, b) => b.z - a.z);
    for (const { paint } of things) paint();
    const bytes = canvas.toYuv420();
    if (this.#heads !== null)
      pasteHeads(bytes, present, this.#heads, (one) => (isIn(one.place, shade) ? shadeLight : 1));
    this.#shift = (this.#shift + 7919) & 0xffff;
    const luma = size.widthPx * size.heightPx;
    for (let i = 0; i < luma; i++) bytes[i] = bytes[i]! + this.#grain[(i + this.#shift) & 0xffff]!;
    return bytes;
  }

  #paintPlace(): void {
    const canvas = this.#canvas;
    const { view, shade, name } = this.#site;
    const { widthPx, heightPx } = canvas;
    const fill = (from: number, to: number, colour: Colour): void =>
      canvas.polygon(
        [
          [0, from],
          [widthPx, from],
          [widthPx, to],
          [0, to],
        ],
        colour,
      );
    const horizon = Math.max(0, (project({ x: 0, z: 400 }, 0, view)?.y ?? 0) * heightPx);
    fill(0, horizon, [196, 206, 214]);
    // Ground in bands: nearer is lighter.
    for (let band = 0; band < 12; band++) {
      const level = 112 + 2.2 * band;
      const from = horizon + ((heightPx - horizon) * band) / 12;
      fill(from, horizon + ((heightPx - horizon) * (band + 1)) / 12, [level + 4, level + 1, level - 5]);
    }
    const strip = ({ x, z }: Ground, colour: Colour, cover = 1): void =>
      paintGround(
        canvas,
        [
          { x: x[0], z: z[0] },
          { x: x[1], z: z[0] },
          { x: x[1], z: z[1] },
          { x: x[0], z: z[1] },
        ],
        view,
        colour,
        cover,
      );
    if (name === 'yard') {
      strip({ x: [-60, 60], z: [19, 26] }, [92, 92, 94]);
      strip({ x: [-60, 60], z: [18.8, 19] }, [205, 205, 200]);
      strip({ x: [2, 7], z: [12, 16] }, [150, 128, 70], 0.5);
    } else {
      strip({ x: [-8, 8], z: [7, 7.1] }, [205, 205, 200]);
      strip({ x: [-20, 20], z: [14, 30] }, [120, 126, 112]);
    }
    strip(shade, [25, 27, 32], 1 - shadeLight);
  }

  #paintActor({ actor, place, heading }: Present, shade: Ground): void {
    const isShaded = isIn(place, shade);
    const random = new SeededRandom(actor.look);
    const figure =
      actor.class === 'truck'
        ? truck(random)
        : walker(random, (this.#metresOf(actor, place) / strideM) % 1, actor);
    paintFigure(this.#canvas, { figure, place, heading }, this.#site.view, isShaded ? shadeLight : 1);
  }

  #metresOf(actor: Actor, { x, z }: { readonly x: number; readonly z: number }): number {
    const before = this.#walked.get(actor) ?? { x, z, metres: 0.375 };
    const metres = before.metres + Math.hypot(x - before.x, z - before.z);
    this.#walked.set(actor, { x, z, metres });
    return metres;
  }
}

function isIn({ x, z }: Place, ground: Ground): boolean {
  return x > ground.x[0] && x < ground.x[1] && z > ground.z[0] && z < ground.z[1];
}

function paintPile(canvas: Canvas, { x, z, heightM }: Pile, { view }: SiteView): void {
  const corner = (at: number, ahead: number, up: number): CanvasPoint => {
    const seen = project({ x: at, z: ahead }, up, view)!;
    return [seen.x * canvas.widthPx, seen.y * canvas.heightPx];
  };
  const [low, high] = [corner(x[0], z[0], 0), corner(x[1], z[0], 0)];
  const [frontLeft, frontRight] = [corner(x[0], z[0], heightM), corner(x[1], z[0], heightM)];
  const [backLeft, backRight] = [corner(x[0], z[1], heightM), corner(x[1], z[1], heightM)];
  canvas.polygon([frontLeft, frontRight, backRight, backLeft], [176, 140, 96]);
  canvas.polygon([low, high, frontRight, frontLeft], [146, 112, 74]);
}
