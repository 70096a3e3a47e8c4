import { type ScheduleConfig, type Weekday, weekdays } from '@outis/core';

/** Windows of one rule, at most. */
export const windowsMax = 16;

/** A window with a day more or less, its days in the order of the week. */
export function withDay(window: ScheduleConfig, day: Weekday, isIn: boolean): ScheduleConfig {
  return { ...window, days: weekdays.filter((each) => (each === day ? isIn : window.days.includes(each))) };
}

/** The end as a field for times takes it: it knows no 24:00, and 00:00 after a beginning is the same moment. */
export function shownEnd({ to }: ScheduleConfig): string {
  return to === '24:00' ? '00:00' : to;
}

/** True where it goes on after midnight: an end at midnight itself does not. */
export function endsNextDay({ from, to }: ScheduleConfig): boolean {
  return to <= from && to !== '00:00';
}
