import { type ArmedWindow, weekMinutes } from './alarm.ts';
import { type ScheduleConfig, weekdays } from './safety-config.ts';

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

/** `HH:MM` as minutes since midnight, 0 to 1440. */
function minuteOfDay(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute <= dayMinutes)) throw new TypeError(`${time} is no time of the day.`);
  return minute;
}
