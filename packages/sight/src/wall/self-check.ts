import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { connect, createServer } from 'node:net';
import { Worker } from 'node:worker_threads';

/** The doors that must be shut before the first frame arrives. */
export const doors = ['write', 'connect', 'listen', 'udp', 'spawn', 'worker', 'inspector'] as const;
export type Door = (typeof doors)[number];

/** How long an attempt may take before it counts as open: a door that answers slowly is not shut. */
const attemptMsMax = 2_000;

/**
 * Tries every door and returns those that opened. An empty list means that this process can neither keep
 * nor pass on a picture by the means that Node has. Only `ERR_ACCESS_DENIED` counts as shut: a refused connection
 * or a full disk would be an accident, not a wall.
 */
export async function openDoors(): Promise<Door[]> {
  const open: Door[] = [];
  for (const door of doors) if (!(await isShut(door))) open.push(door);
  return open;
}

async function isShut(door: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      process.off('uncaughtException', settle);
      resolve(isDenial(error));
    };
    const timer = setTimeout(settle, attemptMsMax, null);
    // `listen` is refused in a later tick and outside every promise, so the refusal arrives here.
    process.on('uncaughtException', settle);
    try {
      attempt(door, settle);
    } catch (error) {
      settle(error);
    }
  });
}

/** Tries to open one door; calls `done` with the error, or with null when it opened. Throws when refused at once. */
function attempt(door: Door, done: (error: unknown) => void): void {
  const opened = (): void => done(null);
  switch (door) {
    case 'write':
      writeFileSync(`/tmp/outis-self-check-${process.pid}`, '');
      opened();
      return;
    case 'connect':
      connect({ host: '127.0.0.1', port: 9 }, opened).on('error', done);
      return;
    case 'listen':
      createServer().on('error', done).listen(0, '127.0.0.1', opened);
      return;
    case 'udp':
      createSocket('udp4').on('error', done).bind(0, '127.0.0.1', opened);
      return;
    case 'spawn':
      done(spawnSync('true').error ?? null);
      return;
    case 'worker':
      new Worker('', { eval: true }).on('error', done).on('online', opened);
      return;
    case 'inspector':
      inspector.open(0, '127.0.0.1');
      done(inspector.url() === undefined ? { code: 'ERR_ACCESS_DENIED' } : null);
      return;
    default:
      door satisfies never;
  }
}

function isDenial(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ACCESS_DENIED';
}
