import type { alertsEn } from './en.ts';

/** German: the alerts and the weekly report. */
export const alertsDe: Readonly<Record<keyof typeof alertsEn, string>> = {
  'log.camera.paused': '{actor} hat die Kamera {subject} angehalten',
  'log.camera.resumed': '{actor} hat die Kamera {subject} fortgesetzt',
  'log.safety.changed': '{actor} hat die Sicherheitsregeln von {subject} geändert',
  'log.safety.previewed': '{actor} hat Sicherheitsregeln an {subject} ausprobiert',
  'log.alert.seen': '{actor} hat eine Warnung an {subject} gesehen',
  'log.alert.closed': '{actor} hat eine Warnung an {subject} abgeschlossen',
  'log.alerts.opened': '{actor} hat die Warnungen geöffnet',
  'nav.alerts': 'Warnungen',
};
