/** What can hold a camera paused. */
export const pauseCauses = ['person', 'mqtt', 'schedule'] as const;
export type PauseCause = (typeof pauseCauses)[number];

/** Whether the stream of a camera is closed on purpose. Who asked for it stands in the log alone. */
export interface CameraPauseJson {
  readonly isPaused: boolean;
  /** What holds it: a person before MQTT before the schedule, where several do; null while it is not paused. */
  readonly by: PauseCause | null;
  readonly sinceMs: number | null;
  /** A scheduled pause goes on now: nobody ends it before its time. */
  readonly isScheduled: boolean;
  /** When the next scheduled pause begins, or the present one ends, epoch ms; null without a schedule. */
  readonly nextMs: number | null;
}

/** `PUT /api/cameras/:id/pause` */
export interface PauseRequestJson {
  readonly paused: boolean;
}
