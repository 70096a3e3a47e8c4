import { randomBytes } from 'node:crypto';
import {
  type CertificatePlanJson,
  type CertificatesJson,
  type Certified,
  certificateEpsilon,
  certificateMinutes,
  certificatesPerWeekMax,
  certificateWeekMs,
  certifiedGroups,
  certify,
  type LineConfig,
  type NewCertificateJson,
  type NoiseScale,
  OutisError,
  roadUserClasses,
  type TapCodeJson,
  type TapPlanJson,
  type TapTotalsJson,
  type UniformBelow,
  uniformFrom,
  type VoidReason,
} from '@outis/core';
import { Throttle } from '../access/throttle.ts';
import { hashOf } from '../access/tokens.ts';
import type { Note } from '../audit/log-entry.ts';
import type { Config } from '../config/config-schema.ts';
import type { CellCounter, Contribution, Counted } from '../pipeline/cell-counter.ts';
import type { CertificateRecord, CertificateStore } from '../store/certificate-store.ts';
import { certificateJson } from './certificate-json.ts';
import { CertificateWindow } from './certificate-window.ts';

const minuteMs = 60_000;
/** A passage is told a few seconds after it was completed: totals are taken from then on. */
export const settlesMs = 10_000;
/** A phone without a network has this long after the window to send. */
export const sendMsMax: number = 120 * minuteMs;
const shownMax = 100;
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLetters = 10;

/** What a window needs of its camera. */
export interface CertifiedCamera {
  readonly counted: Counted;
  readonly lines: readonly LineConfig[];
}

export interface CertificatesOptions {
  readonly store: { readonly certificates: CertificateStore };
  readonly config: { readonly site: Pick<Config['site'], 'name' | 'timeZone' | 'noise'> };
  readonly note: Note;
  readonly nowMs: () => number;
  readonly counter: Pick<CellCounter, 'hear'>;
  /** Missing: `node:crypto`. For tests that repeat. */
  readonly uniformBelow?: UniformBelow;
}

/** A window that is planned, under way, or waits for its totals; in memory alone, as its true numbers are. */
interface Open {
  readonly record: CertificateRecord;
  readonly counted: Counted;
  readonly lines: readonly LineConfig[];
  readonly window: CertificateWindow;
  readonly codeHash: string;
  phoneHash: string | null;
  /** Drawn once; a store that could not be written gets the same numbers the next time. */
  certified: Certified | null;
  coverage: number;
  isSent: boolean;
  timer: NodeJS.Timeout;
}

/**
 * Certificates without video: somebody on site taps, Outis counts the same window, and what leaves are two noised totals. At
 * most four windows of a camera in seven days, one at a time.
 */
export class Certificates {
  readonly #options: CertificatesOptions;
  readonly #scale: NoiseScale;
  readonly #uniformBelow: UniformBelow;
  readonly #throttle: Throttle;
  readonly #open = new Map<string, Open>();

  /** Ends on the record what an edge that has ended has left open: its true numbers are gone. */
  constructor(options: CertificatesOptions) {
    const { store, config, nowMs, uniformBelow = uniformFrom(randomBytes) } = options;
    this.#options = options;
    this.#scale = config.site.noise === 'strict' ? 4 : 2;
    this.#uniformBelow = uniformBelow;
    this.#throttle = new Throttle(nowMs);
    for (const record of store.certificates.list(shownMax, 0))
      if (record.state === 'open') this.#endRecord(record, 'edge-restarted', 'system');
    options.counter.hear({
      onCount: (counted, contribution, tMs) => this.#count(counted, contribution, tMs),
      onObserved: ({ cameraId, series }, fromMs, toMs) => {
        const open = this.#open.get(cameraId);
        if (open?.counted.series === series) open.window.observe(fromMs, toMs);
      },
    });
  }

  /** Fixes a window. Throws `certificate-busy`, `certificate-spent` and `request-invalid`. */
  begin(
    camera: CertifiedCamera,
    asked: NewCertificateJson,
    by: string,
  ): Omit<CertificatePlanJson, 'url' | 'qr'> {
    const { store, note, nowMs } = this.#options;
    const { cameraId, series } = camera.counted;
    const { minutes = 15, startsInMin = 5 } = asked;
    const lineIds = asked.lines ?? camera.lines.map(({ id }) => id);
    const lines = camera.lines.filter(({ id }) => lineIds.includes(id));
    if (lines.length === 0 || lines.length !== new Set(lineIds).size)
      throw new OutisError('request-invalid', `lines: ${cameraId} has no such line`);
    if (!certificateMinutes.includes(minutes))
      throw new OutisError('request-invalid', `minutes: one of ${certificateMinutes.join(', ')}`);
    this.#sweep();
    const other = this.#open.get(cameraId);
    if (other !== undefined && !other.isSent) throw new OutisError('certificate-busy', cameraId);
    if (this.#left(cameraId) <= 0) throw new OutisError('certificate-spent', cameraId);
    const startMs = Math.ceil((nowMs() + startsInMin * minuteMs) / 1_000) * 1_000;
    const endMs = startMs + minutes * minuteMs;
    const detail = { startMs, endMs, lines: lines.map(({ id }) => id) };
    note({ actor: by, action: 'certificate.begun', subject: cameraId, detail });
    const record = store.certificates.add({ cameraId, series, begunBy: by, ...detail });
    const code = [...randomBytes(codeLetters)].map((byte) => letters[byte % letters.length]).join('');
    const sendUntilMs = endMs + sendMsMax;
    if (other !== undefined) clearTimeout(other.timer);
    const open: Open = {
      ...{ record, counted: camera.counted, lines, codeHash: hashOf(code), phoneHash: null },
      window: new CertificateWindow({ startMs, endMs }, detail.lines),
      ...{ certified: null, coverage: 0, isSent: false },
      timer: setTimeout(() => this.#sweep(), sendUntilMs - nowMs() + 1_000).unref(),
    };
    this.#open.set(cameraId, open);
    const shownCode = code.replace(/(.{5})(?=.)/g, '$1-');
    return { id: record.id, cameraId, startMs, endMs, sendUntilMs, code: shownCode };
  }

  /** Ends a window before its time: before it has begun it does not count. Throws `certificate-unknown`. */
  cancel(cameraId: string, id: number, by: string): void {
    const open = this.#open.get(cameraId);
    if (open === undefined || open.isSent || open.record.id !== id)
      throw new OutisError('certificate-unknown', String(id));
    this.#forget(open);
    this.#endRecord(open.record, 'ended', by);
  }

  /** What a code is for; with `phone` it takes the window. Throws `code-invalid` and `too-many-attempts`. */
  plan({ code, phone }: TapCodeJson, address: string): TapPlanJson {
    const { config, note, nowMs } = this.#options;
    const open = this.#openOf(code, phone, address);
    if (phone !== undefined && open.phoneHash === null) {
      const detail = { startMs: open.record.startMs, address };
      note({ actor: 'nobody', action: 'certificate.taken', subject: open.record.cameraId, detail });
      open.phoneHash = hashOf(phone);
    }
    const { cameraId, startMs, endMs } = open.record;
    const isMine = phone !== undefined && open.phoneHash === hashOf(phone);
    return {
      site: config.site.name,
      ...{ cameraId, startMs, endMs, sendUntilMs: endMs + sendMsMax, nowMs: nowMs(), lines: open.lines },
      state: open.isSent ? 'sent' : isMine ? 'taken' : 'free',
    };
  }

  /**
   * Takes the totals of the phone that has the window, once, and makes the certificate: two draws of noise a row, kept with its line
   * in the ledger, and the true numbers are erased. `cameraOf` gives the camera as it is now. Throws `code-invalid`,
   * `too-many-attempts`, `certificate-early` and `request-invalid`.
   */
  finish(totals: TapTotalsJson, address: string, cameraOf: (id: string) => CertifiedCamera | null): void {
    const { code, phone, light } = totals;
    const open = this.#openOf(code, phone, address);
    if (open.phoneHash !== hashOf(phone)) throw this.#refuse(address);
    if (open.isSent) return;
    const { record, window } = open;
    const { cameraId, endMs } = record;
    if (this.#options.nowMs() < endMs + settlesMs) throw new OutisError('certificate-early', cameraId);
    const camera = cameraOf(cameraId);
    if (camera === null || !isSame(open, camera)) {
      this.#forget(open);
      this.#endRecord(record, 'camera-changed', 'system');
      throw new OutisError('code-invalid', 'the camera was changed meanwhile');
    }
    if (totals.totals.some(({ lineId }) => !record.lines.includes(lineId)))
      throw new OutisError('request-invalid', 'totals: of another line');
    open.certified ??= this.#certify(open, totals);
    window.erase();
    this.#keep(open, open.certified, light);
    open.isSent = true;
  }

  /** Windows and certificates of a camera. */
  json(cameraId: string): CertificatesJson {
    const { store, config, nowMs } = this.#options;
    this.#sweep();
    const open = this.#open.get(cameraId);
    const counted = this.#counted(cameraId);
    const { timeZone } = config.site;
    const left = Math.max(0, this.#left(cameraId));
    return {
      left,
      nextMs: left > 0 ? null : counted[certificatesPerWeekMax - 1]!.startMs + certificateWeekMs,
      open:
        open === undefined || open.isSent
          ? null
          : {
              id: open.record.id,
              startMs: open.record.startMs,
              endMs: open.record.endMs,
              sendUntilMs: open.record.endMs + sendMsMax,
              isTaken: open.phoneHash !== null,
            },
      certificates: store.certificates
        .list(shownMax, 0, cameraId)
        .flatMap((record) => certificateJson(record, nowMs(), timeZone) ?? []),
    };
  }

  #certify(open: Open, { totals }: TapTotalsJson): Certified {
    const { record, counted, window } = open;
    const { startMs, endMs, lines } = record;
    open.coverage = window.coverage();
    return certify({
      ...{ purpose: counted.purpose, startMs, endMs, scale: this.#scale, lineIds: lines },
      tapped: totals,
      counted: window.totals(),
      nowMs: this.#options.nowMs(),
      uniformBelow: this.#uniformBelow,
    });
  }

  #keep({ record, coverage }: Open, certified: Certified, light: TapTotalsJson['light']): void {
    const { store, note, nowMs } = this.#options;
    const { id, cameraId, series, startMs, endMs } = record;
    const { purpose, scale, rows } = certified.record;
    const detail = { startMs, endMs, light, epsilon: certificateEpsilon(scale) };
    note({ actor: 'nobody', action: 'certificate.made', subject: cameraId, detail });
    store.certificates.make(
      { id, light, coverage, certified },
      {
        ...{ cameraId, series, family: 'certificate', startMs, intervalMs: endMs - startMs, scale },
        group: (purpose === 'street-statistics' ? certifiedGroups : roadUserClasses).join(' '),
        cells: 2 * rows.length,
        releasedMs: Math.round(nowMs()),
      },
    );
  }

  #count(
    { cameraId, series }: Counted,
    { family, place, part, class: name }: Contribution,
    tMs: number,
  ): void {
    const open = this.#open.get(cameraId);
    if (open === undefined || family !== 'count' || open.counted.series !== series) return;
    if (open.certified === null) open.window.count({ place, part, class: name, tMs });
  }

  /** The window of a code, for the phone that has it or while none has. */
  #openOf(code: string, phone: string | undefined, address: string): Open {
    this.#throttle.check(null, address);
    this.#sweep();
    const hash = hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
    const open = [...this.#open.values()].find(({ codeHash }) => codeHash === hash);
    if (open === undefined) throw this.#refuse(address);
    // Whoever only looks at a window that another phone has is told no more than that the code is of no use any more.
    if (open.phoneHash !== null && (phone === undefined || hashOf(phone) !== open.phoneHash))
      throw this.#refuse(address);
    return open;
  }

  #refuse(address: string): OutisError {
    this.#throttle.failed(null, address);
    return new OutisError('code-invalid');
  }

  /** Forgets windows whose totals did not come in time, with their true numbers. */
  #sweep(): void {
    for (const open of [...this.#open.values()]) {
      if (this.#options.nowMs() <= open.record.endMs + sendMsMax) continue;
      this.#forget(open);
      if (!open.isSent) this.#endRecord(open.record, 'not-sent', 'system');
    }
  }

  #forget(open: Open): void {
    open.window.erase();
    clearTimeout(open.timer);
    this.#open.delete(open.record.cameraId);
  }

  #endRecord({ id, cameraId, startMs, endMs }: CertificateRecord, reason: VoidReason, by: string): void {
    const { store, note, nowMs } = this.#options;
    const state = nowMs() < startMs && reason === 'ended' ? 'cancelled' : 'void';
    try {
      const detail = { startMs, endMs, reason };
      note({ actor: by, action: 'certificate.ended', subject: cameraId, detail });
      store.certificates.end(id, state, reason);
    } catch (error) {
      // An end is an end also when a full disk takes no word of it: the next start ends on the record what is open.
      if (!(error instanceof OutisError)) throw error;
    }
  }

  #counted(cameraId: string): readonly CertificateRecord[] {
    const { store, nowMs } = this.#options;
    return store.certificates
      .list(shownMax, 0, cameraId)
      .filter(({ state, startMs }) => state !== 'cancelled' && startMs > nowMs() - certificateWeekMs);
  }

  #left(cameraId: string): number {
    return certificatesPerWeekMax - this.#counted(cameraId).length;
  }
}

/** True while the camera counts at the same lines into the same series as when the window was fixed. */
function isSame({ counted, lines }: Open, camera: CertifiedCamera): boolean {
  const now = camera.lines.filter(({ id }) => lines.some((line) => line.id === id));
  return (
    camera.counted.series === counted.series &&
    camera.counted.purpose === counted.purpose &&
    JSON.stringify(now) === JSON.stringify(lines)
  );
}
