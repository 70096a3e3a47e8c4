import {
  type AuditValue,
  backgroundSettingOf,
  type ChangeJson,
  changeWaitsMs,
  firstSetUpMs,
  heldBack,
  OutisError,
  type Permitted,
  ruleKinds,
  type ScheduleConfig,
  type WidenedField,
  widenings,
} from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { ModelFacts } from '../camera/model-facts.ts';
import { hasPictures, parseSource, shownAddress } from '../camera/source.ts';
import { withoutStrays } from '../config/check-measures.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import type { ChangeRecord, ChangeStore } from '../store/change-store.ts';

/** Shown of one camera and of all; older ones stay in the store and in the log. */
const shownMax = 200;

/** The model as far as a change of it matters. One that is not reviewed has no such key: it was written before there were others. */
type ModelInEffect = Pick<ModelFacts, 'name' | 'sha256' | 'modelPath' | 'manifestPath'> & {
  readonly reviewed?: true;
};

/** Everything about a camera whose change is written down: all but the credentials in its address. */
interface Settings extends Permitted {
  readonly model: ModelInEffect | null;
  readonly [key: string]: unknown;
}

/** What a camera may run with now. */
export interface Settled {
  readonly config: CameraConfig;
  /** The model that it has to keep while another one waits; null: the one of the site. */
  readonly heldModel: ModelInEffect | null;
}

export interface ChangesOptions {
  readonly store: ChangeStore;
  readonly note: Note;
  readonly nowMs: () => number;
}

/**
 * Decides what a camera may run with: a change that widens it waits 72 hours or for a dpo, wherever it came from. Every
 * change is noted before it is made. `core/purpose/widening.ts` says what widens.
 */
export class Changes {
  readonly #store: ChangeStore;
  readonly #note: Note;
  readonly #nowMs: () => number;

  constructor({ store, note, nowMs }: ChangesOptions) {
    this.#store = store;
    this.#note = note;
    this.#nowMs = nowMs;
  }

  /** What the camera may run with, of what is wanted. `asked`: somebody asks anew, so what was refused once may be asked again. */
  settle(wanted: CameraConfig, model: ModelFacts | null, by: string, asked = false): Settled {
    const now = this.#nowMs();
    const known = this.#store.inEffect(wanted.id);
    const wantedSettings = settingsOf(wanted, model);
    if (known === null) {
      this.#note({ actor: by, action: 'camera.added', subject: wanted.id, detail: detailOf(wantedSettings) });
      this.#save(wanted.id, wantedSettings, now);
      return { config: wanted, heldModel: null };
    }
    const before = JSON.parse(known.settingsJson) as Settings;
    const fields = widenedFields(before, wantedSettings);
    const isFree = now < known.firstMs + firstSetUpMs;
    const waiting = fields.filter(
      (field) => !this.#isAllowed(field, before, wantedSettings, wanted.id, by, isFree, asked),
    );
    this.#withdraw(wanted.id, fields, by);
    const held = heldBack(before, wanted, waiting);
    // While another purpose waits, it measures and warns where it did.
    const config = withoutStrays(waiting.includes('purpose') ? withPlacesOf(before, held) : held);
    const heldModel = waiting.includes('model') ? before.model : null;
    const after = { ...settingsOf(config, model), ...(heldModel === null ? {} : { model: heldModel }) };
    this.#noteDifference(wanted.id, before, after, by);
    if (JSON.stringify(after) !== known.settingsJson) this.#save(wanted.id, after, known.firstMs);
    return { config, heldModel };
  }

  /** Newest first. */
  list(cameraId?: string): ChangeJson[] {
    return this.#store.changes(shownMax, cameraId).map(withoutJson);
  }

  /** Throws `change-unknown`. */
  get(id: number): ChangeJson {
    const change = this.#store.change(id);
    if (change === null) throw new OutisError('change-unknown', `${id}`);
    return withoutJson(change);
  }

  pending(cameraId: string): ChangeJson[] {
    return this.list(cameraId).filter(({ state }) => state === 'pending');
  }

  /** When the camera was set up for the first time; null before that. */
  firstMs(cameraId: string): number | null {
    return this.#store.inEffect(cameraId)?.firstMs ?? null;
  }

  /** The cameras for which a change is due now. */
  due(): string[] {
    const now = this.#nowMs();
    const due = this.#store
      .changes(shownMax)
      .filter(({ state, effectiveMs }) => state === 'pending' && effectiveMs <= now);
    return [...new Set(due.map(({ cameraId }) => cameraId))];
  }

  /** Lets a change take effect now. Throws `change-unknown`, and `change-own` for whoever asked for it. */
  approve(id: number, by: string): ChangeRecord {
    const change = this.#pendingChange(id);
    if (change.requestedBy === by) throw new OutisError('change-own', by);
    this.#note({ actor: by, action: 'change.approved', subject: change.cameraId, detail: wordsOf(change) });
    return this.#decide(change, 'pending', by);
  }

  /** Ends a change that waits: refused by a dpo, withdrawn by somebody else. Throws `change-unknown`. */
  end(id: number, by: string, state: 'refused' | 'withdrawn'): ChangeRecord {
    const change = this.#pendingChange(id);
    this.#note({ actor: by, action: `change.${state}`, subject: change.cameraId, detail: wordsOf(change) });
    return this.#decide(change, state, by);
  }

  /** Whether a field may take effect now; asks for it, and notes that it took effect, where that is new. */
  #isAllowed(
    field: WidenedField,
    before: Settings,
    wanted: Settings,
    cameraId: string,
    by: string,
    isFree: boolean,
    asked: boolean,
  ): boolean {
    const now = this.#nowMs();
    const afterJson = JSON.stringify(wantedValue(field, wanted));
    const latest = this.#store.changes(shownMax, cameraId).find((change) => change.field === field);
    const same = latest?.afterJson === afterJson && latest.state !== 'effective' ? latest : undefined;
    const ended = same?.state === 'refused' || same?.state === 'withdrawn';
    if (ended && !asked && !isFree) return false;
    let change = same?.state === 'pending' ? same : undefined;
    if (change === undefined) {
      if (latest?.state === 'pending') this.end(latest.id, by, 'withdrawn');
      change = this.#store.addChange({
        cameraId,
        field,
        state: 'pending',
        before: inWords(field, before),
        after: inWords(field, wanted),
        afterJson,
        requestedMs: now,
        requestedBy: by,
        effectiveMs: isFree ? now : now + changeWaitsMs,
        decidedBy: null,
      });
      this.#note({ actor: by, action: 'change.requested', subject: cameraId, detail: wordsOf(change) });
    }
    if (change.effectiveMs > now && !isFree) return false;
    const actor = change.decidedBy ?? 'system';
    this.#note({ actor, action: 'change.effective', subject: cameraId, detail: wordsOf(change) });
    this.#store.decide({ ...change, state: 'effective', effectiveMs: now });
    return true;
  }

  /** Ends what waits and is not wanted any more. */
  #withdraw(cameraId: string, fields: readonly WidenedField[], by: string): void {
    for (const { id, field } of this.pending(cameraId))
      if (!fields.includes(field)) this.end(id, by, 'withdrawn');
  }

  #noteDifference(cameraId: string, before: Settings, after: Settings, by: string): void {
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    const isSite = after.purpose === 'site-safety';
    const actionOf = (key: string): 'lines.changed' | 'safety.changed' | 'camera.changed' => {
      if (key === 'rules' || (isSite && ['zones', 'calibration'].includes(key))) return 'safety.changed';
      return ['lines', 'zones', 'movements', 'calibration'].includes(key)
        ? 'lines.changed'
        : 'camera.changed';
    };
    for (const [action, keys] of [
      ['lines.changed', changed.filter((key) => actionOf(key) === 'lines.changed')],
      ['safety.changed', changed.filter((key) => actionOf(key) === 'safety.changed')],
      ['camera.changed', changed.filter((key) => actionOf(key) === 'camera.changed')],
    ] as const) {
      if (keys.length === 0) continue;
      const pick = (settings: Settings): Record<string, AuditValue> =>
        Object.fromEntries(keys.map((key) => [key, (detailOf(settings)[key] ?? null) as AuditValue]));
      this.#note({
        actor: by,
        action,
        subject: cameraId,
        detail: { before: pick(before), after: pick(after) },
      });
    }
  }

  #pendingChange(id: number): ChangeRecord {
    const change = this.#store.change(id);
    if (change === null || change.state !== 'pending') throw new OutisError('change-unknown', `${id}`);
    return change;
  }

  #decide(change: ChangeRecord, state: ChangeJson['state'], decidedBy: string): ChangeRecord {
    const decided = { ...change, state, effectiveMs: this.#nowMs(), decidedBy };
    this.#store.decide(decided);
    return decided;
  }

  #save(cameraId: string, settings: Settings, firstMs: number): void {
    this.#store.saveInEffect({ cameraId, settingsJson: JSON.stringify(settings), firstMs });
  }
}

/** The places of a camera as they were, for as long as it keeps its purpose. */
function withPlacesOf(before: Settings, held: CameraConfig): CameraConfig {
  const places = ['zones', 'movements', 'calibration'].filter((key) => before[key] !== undefined);
  const { calibration: _calibration, ...rest } = held;
  return { ...rest, ...Object.fromEntries(places.map((key) => [key, before[key]])) } as CameraConfig;
}

/** A change as HTTP gives it. */
export function withoutJson({ afterJson: _afterJson, ...change }: ChangeRecord): ChangeJson {
  return change;
}

function widenedFields(before: Settings, after: Settings): WidenedField[] {
  const fields = widenings(before, after);
  // The first model is not another one.
  if (before.model !== null && after.model !== null && before.model.sha256 !== after.model.sha256)
    fields.push('model');
  return fields;
}

function settingsOf(config: CameraConfig, model: ModelFacts | null): Settings {
  const { source, background, ...rest } = config;
  const parsed = parseSource(source);
  const used = hasPictures(parsed) ? model : null;
  return {
    ...rest,
    // Told also where nothing is asked: settings of a version that learned none have no such key.
    ...(rest.purpose === 'site-safety' ? { background: backgroundSettingOf(rest.purpose, background) } : {}),
    source: shownAddress(parsed),
    model:
      used === null
        ? null
        : {
            name: used.name,
            sha256: used.sha256,
            modelPath: used.modelPath,
            manifestPath: used.manifestPath,
            ...(used.reviewed ? { reviewed: true } : {}),
          },
  };
}

/** The settings as the log holds them. */
function detailOf(settings: Settings): Record<string, AuditValue> {
  const { model, ...rest } = JSON.parse(JSON.stringify(settings)) as Record<string, AuditValue> & {
    readonly model: ModelInEffect | null;
  };
  return { ...rest, model: model === null ? null : { name: model.name, sha256: model.sha256 } };
}

/** What tells whether the same is asked for again. */
function wantedValue(field: WidenedField, settings: Settings): unknown {
  if (field === 'purpose') {
    const { purpose, boundary, until, background } = settings;
    const rules = ruleKinds(settings);
    return { purpose, boundary, until, background, ...(rules.length === 0 ? {} : { rules }) };
  }
  if (field === 'rules') return ruleKinds(settings);
  if (field === 'pauses') return settings.pauses ?? [];
  return field === 'model' ? settings.model?.sha256 : settings[field];
}

/** The pages know what stands in brackets and say it in their language. */
function modelInWords({ name, reviewed }: ModelInEffect): string {
  return reviewed === true ? name : `${name} (unreviewed model)`;
}

function inWords(field: WidenedField, settings: Settings): string {
  switch (field) {
    case 'purpose':
      return settings.purpose;
    case 'until':
      return settings.until ?? '–';
    case 'model':
      return settings.model === null ? '–' : modelInWords(settings.model);
    case 'masks':
      return areas(settings.masks);
    case 'background':
      return settings.background ?? 'off';
    case 'rules':
      return ruleKinds(settings).join(', ') || '–';
    case 'pauses':
      return (settings.pauses ?? []).map(windowInWords).join('; ') || '–';
    case 'boundary':
      return settings.boundary === undefined ? '–' : areas([settings.boundary]);
    default:
      return field satisfies never;
  }
}

/** As the configuration has it; the pages know the days and say them in their language. */
function windowInWords({ days, from, to }: ScheduleConfig): string {
  return `${days.join(' ')} ${from}–${to}`;
}

/** Number of areas and their share of the picture, as polygons: what lies in two of them counts twice. */
function areas(polygons: Permitted['masks']): string {
  const share = polygons.reduce((sum, polygon) => {
    const twice = polygon.reduce((total, [x, y], index) => {
      const [nextX, nextY] = polygon[(index + 1) % polygon.length]!;
      return total + x * nextY - nextX * y;
    }, 0);
    return sum + Math.abs(twice) / 2;
  }, 0);
  return `${polygons.length} ${polygons.length === 1 ? 'area' : 'areas'} (${Math.round(Math.min(1, share) * 100)} %)`;
}

function wordsOf({ id, field, before, after, effectiveMs }: ChangeRecord): Record<string, AuditValue> {
  return { id, field, before, after, effectiveMs };
}
