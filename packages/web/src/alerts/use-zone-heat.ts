import type { CameraJson, SafetyRule, SafetyWeekJson } from '@outis/core';
import { useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { usePolled } from '../api/use-polled.ts';
import { useTimeZone } from '../app/site.ts';
import { useNow } from '../part/use-now.ts';
import { type ZoneRate, zoneRates } from '../safety-report/rates.ts';
import { weeksUpTo } from '../safety-report/report.ts';
import { readReport } from './alert-api.ts';

/** Over how many weeks it can be looked at. */
export const heatWeeks = [4, 8, 12] as const;

const everyMs = 300_000;
const hourMs = 3_600_000;

/** Where alerts happen on a camera, over some weeks that are over; and what is chosen of it. */
export interface ZoneHeat {
  readonly isShown: boolean;
  readonly show: (isShown: boolean) => void;
  readonly weeks: number;
  readonly setWeeks: (weeks: number) => void;
  /** Null: all rules. */
  readonly rule: SafetyRule | null;
  readonly setRule: (rule: SafetyRule | null) => void;
  /** The rules that were armed in this time. */
  readonly rules: readonly SafetyRule[];
  /** Each zone of the camera; null until there is an answer. */
  readonly rates: readonly ZoneRate[] | null;
  readonly failure: ApiFailure | null;
}

const noWeeks: readonly SafetyWeekJson[] = [];

/** Asks only while it is shown. */
export function useZoneHeat(camera: CameraJson): ZoneHeat {
  const timeZone = useTimeZone();
  const [isShown, show] = useState(false);
  const [weeks, setWeeks] = useState<number>(heatWeeks[0]);
  const [rule, setRule] = useState<SafetyRule | null>(null);
  const hourly = Math.floor(useNow(60_000) / hourMs) * hourMs;
  // The week that goes on is left out: it would tell when an alert was given.
  const starts = weeksUpTo(hourly, weeks + 1, timeZone);
  const asked = { fromMs: starts[0] ?? 0, toMs: starts.at(-1) ?? 0, cameraId: camera.id };
  const { data, failure } = usePolled(JSON.stringify({ asked, isShown }), everyMs, async () =>
    isShown ? (await readReport(asked)).weeks : null,
  );
  const cells = data ?? noWeeks;
  const rules = [...new Set(cells.map((cell) => cell.rule))];
  const known = rule === null || rules.includes(rule) ? rule : null;
  return {
    ...{ isShown, show, weeks, setWeeks, setRule, rules, failure },
    rule: known,
    rates:
      data === null
        ? null
        : zoneRates(
            cells,
            camera.zones.map(({ id }) => id),
            known,
          ),
  };
}
