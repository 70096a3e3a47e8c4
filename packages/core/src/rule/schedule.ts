import { type ArmedWindow, armedIn, weekMinutes } from './alarm.ts';
import { type ScheduleConfig, type Weekday, weekdays } from './safety-config.ts';

const dayMinutes = 1_440;

/**
 * The windows of a schedule in minutes of the week. What does not end after it begins ends on the next day, on Sunday on
 * Monday; `from` equal to `to` are 24 hours by the clocks. Throws `TypeError` for a time or a day that is none.
 */
export function windowsOf(schedule: readonly ScheduleConfig[]): readonly ArmedWindow[] {
  return schedule.flatMap(({ days, from, to }) => {
    const fromMinute = minuteOfDay(from);
    const toMinute = minuteOfDay(to);
    if (fromMinute >= dayMinutes) throw new TypeError('A schedule begins before 24:00.');
    const lengthMin = toMinute > fromMinute ? toMinute - fromMinute : toMinute - fromMinute + dayMinutes;
    return [...new Set(days)].map((day) => {
      const index = weekdays.indexOf(day);
      if (index < 0) throw new TypeError(`${day} is no day of the week.`);
      const beginsMinute = index * dayMinutes + fromMinute;
      const endsMinute = beginsMinute + lengthMin;
      return {
        fromMinute: beginsMinute,
        toMinute: endsMinute > weekMinutes ? endsMinute - weekMinutes : endsMinute,
      };
    });
  });
}

/** True when every minute of the week that is in one schedule is in another one too. */
export function isCovered(schedule: readonly ScheduleConfig[], by: readonly ScheduleConfig[]): boolean {
  const isIn = (of: readonly ScheduleConfig[]): ((minute: number) => boolean) =>
    of.length === 0 ? () => false : armedIn(windowsOf(of), (minute) => minute);
  const [isOwn, isOther] = [isIn(schedule), isIn(by)];
  for (let minute = 0; minute < weekMinutes; minute++) if (isOwn(minute) && !isOther(minute)) return false;
  return true;
}

/** `HH:MM` as minutes since midnight, 0 to 1440. */
function minuteOfDay(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute <= dayMinutes)) throw new TypeError(`${time} is no time of the day.`);
  return minute;
}

/** A text with short names of days (`mon`) in another language; `locale` as in `Intl`, such as `fr`. */
export function withDaysIn(text: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  // 1 June 2026 was a Monday.
  const nameOf = (day: string): string =>
    format.format(Date.UTC(2026, 5, 1 + weekdays.indexOf(day as Weekday)));
  return text.replace(/\b(mon|tue|wed|thu|fri|sat|sun)\b/g, nameOf);
}
