import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AimSessionJson, CameraAimJson, CameraJson, SceneBackgroundJson } from '@outis/core';
import { MockBackground } from './mock-background.ts';
import { MockScene } from './mock-scene.ts';

/** How the stand-in behaves, ms. */
export interface MockPace {
  readonly persons: number;
  readonly pauseAfterMs: number;
  /** Until the whole background is known; 0 knows it at once. */
  readonly learnMs: number;
  readonly aimMs: number;
  /** Uses of the aim view that are left at first. */
  readonly aimLeft: number;
}

const dayMs = 86_400_000;

/** The live scenes, backgrounds and aim views of the stand-in. */
export class MockStreams {
  readonly #pace: MockPace;
  readonly #backgrounds = new Map<string, MockBackground>();
  readonly #aims = new Map<
    string,
    { left: number; current: CameraAimJson['current']; watchers: Set<ServerResponse> }
  >();

  constructor(pace: MockPace) {
    this.#pace = pace;
  }

  /** The scene of a camera as a stream of events; `isRunning` is asked for every message. */
  scene(
    camera: CameraJson,
    isRunning: () => boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    begin(response);
    const scene = new MockScene(this.#pace.persons);
    const background = camera.background === null ? null : this.#backgroundOf(camera);
    const startMs = Date.now();
    let sent = 0;
    let approved: ReadonlySet<number> = new Set();
    const say = (name: string, data: unknown) =>
      response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    const timer = setInterval(() => {
      const nowMs = Date.now();
      if (nowMs - startMs > this.#pace.pauseAfterMs) {
        response.end('event: paused\ndata: {}\n\n');
        return;
      }
      if (!isRunning()) {
        response.write(': heartbeat\n\n');
        return;
      }
      const news: SceneBackgroundJson | null = background?.news(sent, nowMs, approved) ?? null;
      if (background !== null && news !== null && (news.isReset || news.blocks.length > 0)) {
        sent = Math.max(background.countAt(nowMs), 1);
        approved = new Set(background.approved);
        say('background', news);
      }
      say('scene', scene.at(nowMs));
    }, 200);
    request.on('close', () => clearInterval(timer));
  }

  /** What the list of cameras says of aiming. */
  aimOf(camera: CameraJson): CameraAimJson | null {
    if (camera.aim === null) return null;
    const { left, current } = this.#aimOf(camera.id);
    return { left, nextMs: left >= 3 ? null : Date.now() + 11 * dayMs, current };
  }

  /** Begins to aim, or says why not. */
  beginAim(camera: CameraJson, user: string): AimSessionJson | 'aim-spent' | 'aim-busy' | 'aim-unavailable' {
    if (camera.aim === null || camera.health.state !== 'running') return 'aim-unavailable';
    const aim = this.#aimOf(camera.id);
    if (aim.current !== null) return aim.current.user === user ? aim.current : 'aim-busy';
    if (aim.left <= 0) return 'aim-spent';
    const fromMs = Date.now();
    aim.left -= 1;
    aim.current = { user, fromMs, endsMs: fromMs + this.#pace.aimMs };
    setTimeout(() => this.endAim(camera.id), this.#pace.aimMs);
    return aim.current;
  }

  /** Ends it. */
  endAim(cameraId: string): void {
    const aim = this.#aimOf(cameraId);
    aim.current = null;
    for (const watcher of aim.watchers) watcher.end('event: ended\ndata: {}\n\n');
    aim.watchers.clear();
  }

  /** One more use. */
  grantAim(cameraId: string): void {
    this.#aimOf(cameraId).left += 1;
  }

  /** The coarse pictures, one in two seconds, for the user who aims. */
  aim(camera: CameraJson, user: string, request: IncomingMessage, response: ServerResponse): boolean {
    const aim = this.#aimOf(camera.id);
    if (aim.current?.user !== user) return false;
    begin(response);
    aim.watchers.add(response);
    const scene = new MockScene(3);
    const show = () => {
      const nowMs = Date.now();
      const picture = this.#backgroundOf(camera).aimPicture(scene.at(nowMs), nowMs);
      const candidates = camera.background === null ? [] : picture.candidates;
      response.write(`event: aim\ndata: ${JSON.stringify({ ...picture, candidates })}\n\n`);
    };
    show();
    const timer = setInterval(show, 2000);
    request.on('close', () => {
      clearInterval(timer);
      aim.watchers.delete(response);
    });
    return true;
  }

  /** Blocks in which is nobody. */
  approve(camera: CameraJson, blocks: readonly number[]): void {
    this.#backgroundOf(camera).approve(blocks);
  }

  #backgroundOf(camera: CameraJson): MockBackground {
    let background = this.#backgrounds.get(camera.id);
    if (background === undefined) {
      background = new MockBackground(camera, this.#pace.learnMs, Date.now());
      this.#backgrounds.set(camera.id, background);
    }
    return background;
  }

  #aimOf(cameraId: string) {
    let aim = this.#aims.get(cameraId);
    if (aim === undefined) {
      aim = { left: this.#pace.aimLeft, current: null, watchers: new Set() };
      this.#aims.set(cameraId, aim);
    }
    return aim;
  }
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
}
