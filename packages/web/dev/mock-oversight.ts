import { createHash } from 'node:crypto';
import {
  type AuditAction,
  type AuditEntryJson,
  type AuditPageJson,
  auditActions,
  type BackgroundSetting,
  type CameraJson,
  type CameraSettingsJson,
  type ChangeJson,
  changeWaitsMs,
  widenings,
} from '@outis/core';

const hourMs = 3_600_000;

/** A made-up log: every kind of entry, and a few hundred in all. */
export function mockLog(nowMs: number): AuditEntryJson[] {
  const entries: AuditEntryJson[] = [];
  let previous = '0'.repeat(64);
  for (let seq = 1; seq <= 130; seq++) {
    const action = auditActions[(seq * 7) % auditActions.length] as AuditAction;
    const tMs = nowMs - (130 - seq) * 41 * 60_000;
    const hash = createHash('sha256').update(`${previous} ${seq}`).digest('hex');
    entries.push({ seq, tMs, ...wordsOf(action), action, previous, hash });
    previous = hash;
  }
  return entries;
}

/** One page of it, as the query says. */
export function mockLogPage(log: readonly AuditEntryJson[], query: URLSearchParams): AuditPageJson {
  const is = (key: string, value: string | null) => !query.has(key) || query.get(key) === value;
  const found = log
    .filter(
      (entry) =>
        entry.tMs >= Number(query.get('fromMs') ?? 0) &&
        entry.tMs < Number(query.get('toMs') ?? Number.POSITIVE_INFINITY) &&
        entry.seq < Number(query.get('before') ?? Number.POSITIVE_INFINITY) &&
        is('action', entry.action) &&
        is('actor', entry.actor) &&
        is('subject', entry.subject),
    )
    .reverse();
  const limit = Number(query.get('limit') ?? 50);
  const last = log.at(-1);
  return {
    entries: found.slice(0, limit),
    next: found.length > limit ? (found[limit - 1]?.seq ?? null) : null,
    head: { seq: last?.seq ?? 0, hash: last?.hash ?? '0'.repeat(64) },
  };
}

/** Changes that wait and changes that are over. */
export function mockChanges(nowMs: number): ChangeJson[] {
  const change = (id: number, words: Partial<ChangeJson>): ChangeJson => ({
    id,
    cameraId: 'south-gate',
    field: 'boundary',
    state: 'pending',
    before: '1 area (62 %)',
    after: '1 area (78 %)',
    requestedMs: nowMs - 20 * hourMs,
    requestedBy: 'user:installer',
    effectiveMs: nowMs + 52 * hourMs,
    decidedBy: null,
    ...words,
  });
  return [
    change(4, {
      cameraId: 'main-street',
      field: 'purpose',
      before: 'street-statistics',
      after: 'site-safety',
      requestedBy: 'file',
      effectiveMs: nowMs + 50 * 60_000,
    }),
    change(3, {}),
    change(2, {
      field: 'until',
      state: 'effective',
      before: '2026-09-30',
      after: '2027-03-31',
      requestedMs: nowMs - 300 * hourMs,
      effectiveMs: nowMs - 290 * hourMs,
      decidedBy: 'user:dpo',
    }),
    change(1, {
      cameraId: 'yard-east',
      field: 'masks',
      state: 'refused',
      before: '3 areas (24 %)',
      after: '1 area (9 %)',
      requestedMs: nowMs - 500 * hourMs,
      effectiveMs: nowMs - 490 * hourMs,
      decidedBy: 'user:dpo',
    }),
  ];
}

/** What a change of settings makes of a camera, and the changes that wait because of it. */
export function mockSettings(
  camera: CameraJson,
  wanted: CameraSettingsJson,
  by: string,
  nowMs: number,
): { readonly camera: CameraJson; readonly changes: readonly ChangeJson[] } {
  const before = {
    ...camera,
    boundary: camera.boundary ?? undefined,
    until: camera.until ?? undefined,
    background: settingOf(camera),
  };
  const fields = widenings(before, wanted);
  const changes = fields.map(
    (field, index): ChangeJson => ({
      id: nowMs + index,
      cameraId: camera.id,
      field,
      state: 'pending',
      before: said(field, before),
      after: said(field, wanted),
      requestedMs: nowMs,
      requestedBy: by,
      effectiveMs: nowMs + changeWaitsMs,
      decidedBy: null,
    }),
  );
  const asked = wanted.background ?? settingOf(camera);
  const isWaiting = (field: ChangeJson['field']) => fields.includes(field);
  return {
    camera: {
      ...camera,
      owner: wanted.owner,
      contact: wanted.contact ?? null,
      place: wanted.place ?? null,
      reason: isWaiting('purpose') ? camera.reason : wanted.reason,
      until: isWaiting('until') || isWaiting('purpose') ? camera.until : (wanted.until ?? null),
      boundary: isWaiting('boundary') || isWaiting('purpose') ? camera.boundary : (wanted.boundary ?? null),
      masks: isWaiting('masks') ? camera.masks : wanted.masks,
      background: isWaiting('background')
        ? camera.background
        : asked === 'off'
          ? null
          : { profile: asked, movedMs: null },
    },
    changes,
  };
}

function settingOf({ background }: CameraJson): BackgroundSetting {
  if (background === null) return 'off';
  return background.profile === 'strict' ? 'strict' : 'usual';
}

function said(
  field: ChangeJson['field'],
  of: {
    purpose: string;
    until?: string | undefined;
    boundary?: readonly unknown[] | undefined;
    masks: readonly unknown[];
    background?: string | undefined;
  },
): string {
  switch (field) {
    case 'purpose':
      return of.purpose;
    case 'until':
      return of.until ?? '–';
    case 'background':
      return of.background ?? 'off';
    case 'boundary':
      return of.boundary === undefined ? '–' : '1 area (80 %)';
    default:
      return `${of.masks.length} (${of.masks.length * 4} %)`;
  }
}

function wordsOf(action: AuditAction): Pick<AuditEntryJson, 'actor' | 'subject' | 'detail'> {
  const [group] = action.split('.');
  const words = (actor: string, subject: string | null, detail: AuditEntryJson['detail'] = {}) => ({
    actor,
    subject,
    detail,
  });
  switch (group) {
    case 'edge':
    case 'log':
      return words('system', null, { version: '0.1.0' });
    case 'login':
      return words(action === 'login' ? 'user:operator' : 'nobody', null, {
        by: 'password',
        address: '10.20.0.7',
      });
    case 'model':
      return words('system', 'outis-nano', { sha256: '9f86d081884c7d65' });
    case 'user':
    case 'code':
      return words('user:admin', 'b.lang', { before: ['viewer'], after: ['viewer', 'operator'] });
    case 'token':
      return words('user:admin', 'grafana', { role: 'viewer', scopes: ['cameras', 'metrics'] });
    case 'retention':
      return words('system', 'main-street', { cells: 96, beforeMs: Date.UTC(2026, 0, 1) });
    case 'camera':
      return action === 'camera.changed'
        ? words('user:installer', 'south-gate', {
            before: {
              owner: 'Site office',
              until: '2026-09-30',
              masks: [
                [
                  [0.1, 0.2],
                  [0.3, 0.2],
                  [0.3, 0.4],
                ],
              ],
            },
            after: { owner: 'Site office, Maria Keller', until: '2026-09-30', masks: [] },
          })
        : words('file', 'yard-east', { purpose: 'site-safety' });
    case 'change':
      return words(action === 'change.requested' ? 'user:installer' : 'user:dpo', 'south-gate', {
        field: 'boundary',
      });
    case 'exported':
      return words('token:grafana', 'main-street', {
        fromMs: Date.UTC(2026, 0, 1),
        toMs: Date.UTC(2026, 0, 2),
      });
    case 'password':
      return words('user:operator', 'operator');
    default:
      return words('user:operator', 'south-gate');
  }
}
