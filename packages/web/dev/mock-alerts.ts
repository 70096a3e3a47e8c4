import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AlertCause,
  type AlertClosingJson,
  type AlertEventJson,
  type AlertJson,
  type AlertMeasure,
  type AlertsJson,
  type ReplayJson,
  type SafetyReportJson,
  type SafetyRule,
  type SafetyWeekJson,
  weekStartMs,
} from '@outis/core';
import { drawn } from './mock-counts.ts';

const timeZone = 'Europe/Berlin';
const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

interface MockRule {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
  /** Alerts in a week. */
  readonly perWeek: number;
  readonly watchedMin: number;
}

const rules: readonly MockRule[] = [
  { cameraId: 'south-gate', zoneId: 'crane', rule: 'exclusion', perWeek: 9, watchedMin: 3100 },
  { cameraId: 'south-gate', zoneId: 'crane', rule: 'proximity', perWeek: 4, watchedMin: 3100 },
  { cameraId: 'south-gate', zoneId: 'entrance', rule: 'helmet', perWeek: 14, watchedMin: 2900 },
  { cameraId: 'south-gate', zoneId: 'entrance', rule: 'vest', perWeek: 3, watchedMin: 2900 },
  { cameraId: 'south-gate', zoneId: 'exit', rule: 'blocked', perWeek: 2, watchedMin: 480 },
];

/** Alerts of the stand-in: some hours of them, one more every `everyMs`; and weeks of tallies. */
export class MockAlerts {
  #alerts: AlertJson[];
  readonly #streams = new Set<ServerResponse>();

  constructor(nowMs: number, options: { readonly isEmpty: boolean; readonly everyMs: number | null }) {
    const agoH = [0.05, 0.4, 1.2, 2.1, 5, 5.3, 8, 20, 22, 23.4, 26, 27, 30, 44, 47, 49, 52, 66, 70];
    this.#alerts = options.isEmpty
      ? []
      : agoH.map((hours, index) => ({
          ...alertOf(rules[(index * 3 + (index >> 2)) % rules.length]!, nowMs - hours * hourMs),
          state: index % 3 === 1 ? 'seen' : 'new',
        }));
    if (options.everyMs !== null)
      setInterval(() => this.#raise(rules[Date.now() % rules.length]!), options.everyMs).unref();
  }

  /** Answers what begins with /api/alerts and /api/safety: a status with a body; null where it streams. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: readonly string[],
    query: URLSearchParams,
    body: unknown,
  ): { readonly status: number; readonly body: unknown } | null {
    const [, part, id, what] = path;
    if (part === 'safety') return { status: 200, body: reportOf(query, Date.now()) };
    if (id === undefined) return { status: 200, body: this.#json() };
    if (id === 'stream') return this.#stream(request, response);
    const alert = this.#alerts.find((each) => each.id === id);
    if (alert === undefined) return { status: 404, body: null };
    switch (`${request.method} ${what}`) {
      case 'GET replay':
        return { status: 200, body: replayOf(alert) };
      case 'POST seen':
        return { status: 200, body: this.#change({ ...alert, state: 'seen' }) };
      case 'POST closing': {
        const { cause, measure } = body as AlertClosingJson;
        return { status: 200, body: this.#change({ ...alert, state: 'closed', cause, measure }) };
      }
      default:
        return { status: 404, body: null };
    }
  }

  #json(): AlertsJson {
    return {
      alerts: this.#alerts.toSorted((a, b) => b.tMs - a.tMs),
      attention: this.#alerts.length === 0 ? [] : [{ cameraId: 'south-gate', rule: 'helmet', alerts: 31 }],
      outlets: [
        { outlet: 'mqtt', waiting: 0, givenUp: 0, problem: null },
        {
          outlet: 'webhook:control-room',
          waiting: this.#alerts.length === 0 ? 0 : 2,
          givenUp: 0,
          problem: 'The receiver answered 503.',
        },
      ],
    };
  }

  #change(alert: AlertJson): AlertJson {
    this.#alerts = this.#alerts
      .map((each) => (each.id === alert.id ? alert : each))
      .filter(({ state }) => state !== 'closed');
    this.#tell({ alert, isRecorded: true });
    return alert;
  }

  #raise(rule: MockRule): void {
    const alert = alertOf(rule, Date.now());
    this.#alerts = [alert, ...this.#alerts];
    this.#tell({ alert, isRecorded: true });
  }

  #tell(event: AlertEventJson): void {
    for (const stream of this.#streams) stream.write(`event: alert\ndata: ${JSON.stringify(event)}\n\n`);
  }

  #stream(request: IncomingMessage, response: ServerResponse): null {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    this.#streams.add(response);
    request.on('close', () => this.#streams.delete(response));
    return null;
  }
}

function alertOf({ cameraId, zoneId, rule }: MockRule, tMs: number): AlertJson {
  const classes =
    rule === 'blocked'
      ? (['truck'] as const)
      : rule === 'proximity'
        ? (['person', 'truck'] as const)
        : (['person'] as const);
  return {
    ...{ id: randomBytes(12).toString('hex'), cameraId, zoneId, rule, tMs: Math.round(tMs), classes },
    ...{ state: 'new', cause: null, measure: null },
  };
}

/** Fourteen seconds: somebody walks into the zone, and a truck turns. */
function replayOf(alert: AlertJson): ReplayJson {
  const round = (value: number) => Math.round(value * 100) / 100;
  const steps = Array.from({ length: 71 }, (_, index) => {
    const share = index / 70;
    const person = {
      id: 11,
      class: 'person' as const,
      x: round(0.3 + 0.4 * share),
      y: round(0.55 + 0.15 * share),
    };
    const other = { id: 14, class: 'person' as const, x: round(0.16 + 0.05 * Math.sin(share * 5)), y: 0.8 };
    const truck = {
      id: 12,
      class: 'truck' as const,
      x: round(0.95 - 0.35 * share),
      y: round(0.52 + 0.2 * share),
    };
    return { atMs: index * 200, objects: [person, other, truck], personsHidden: false };
  });
  return { steps: alert.rule === 'vest' ? [] : steps, alertAtMs: 9200 };
}

function reportOf(query: URLSearchParams, nowMs: number): SafetyReportJson {
  const [fromMs, toMs] = [Number(query.get('fromMs')), Number(query.get('toMs'))];
  const asked = rules.filter(({ cameraId }) => (query.get('cameraId') ?? cameraId) === cameraId);
  const starts: number[] = [];
  for (let tMs = fromMs; tMs < Math.min(toMs, nowMs); tMs = weekStartMs(tMs + weekMs * 1.4, timeZone))
    starts.push(tMs);
  const weeks = starts.flatMap((startMs, index) => asked.map((rule) => weekOf(rule, startMs, index)));
  return {
    ...{ fromMs, toMs, weeks },
    hours:
      starts.length < 4
        ? []
        : asked.flatMap(({ cameraId, zoneId, rule, perWeek }) =>
            [6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((hour) => ({
              ...{ cameraId, zoneId, rule, hour },
              alerts: drawn(
                perWeek * starts.length * (hour === 7 || hour === 13 ? 0.2 : 0.075),
                `${rule} ${hour}`,
              ),
            })),
          ),
    coverage: starts.flatMap((startMs) =>
      [...new Set(asked.map(({ cameraId }) => cameraId))].map((cameraId) => ({
        ...{ cameraId, weekMs: startMs, share: 0.78 },
      })),
    ),
  };
}

function weekOf(rule: MockRule, startMs: number, index: number): SafetyWeekJson {
  const { cameraId, zoneId, perWeek } = rule;
  const watchedMin = index === 4 ? 30 : rule.watchedMin;
  const trend = rule.rule === 'helmet' ? 1.6 - index * 0.09 : 1;
  const alerts = index === 4 ? 0 : Math.max(0, drawn(perWeek * trend, `${rule.rule} ${startMs}`));
  const part = (share: number) => Math.floor(alerts * share);
  const causes: Partial<Record<AlertCause, number>> = {
    'barrier-moved': part(0.4),
    'route-unclear': part(0.3),
    'equipment-missing': rule.rule === 'helmet' ? part(0.5) : 0,
    'false-alarm': part(0.1),
  };
  const measures: Partial<Record<AlertMeasure, number>> = {
    'barrier-set': part(0.4),
    'equipment-provided': rule.rule === 'helmet' ? part(0.5) : 0,
    'briefing-held': part(0.3),
  };
  return {
    ...{ cameraId, zoneId, rule: rule.rule, weekMs: startMs, alerts, watchedMin, causes, measures },
    per1000Min: watchedMin < 60 ? null : (1000 * alerts) / watchedMin,
    cannotJudgeShare: rule.rule === 'helmet' || rule.rule === 'vest' ? 0.15 : null,
  };
}
