import type { alertsEn } from './en.ts';

/** Spanish: the alerts and the weekly report. */
export const alertsEs: Readonly<Record<keyof typeof alertsEn, string>> = {
  'log.camera.paused': '{actor} pausó la cámara {subject}',
  'log.camera.resumed': '{actor} reanudó la cámara {subject}',
  'log.safety.changed': '{actor} cambió las reglas de seguridad de {subject}',
  'log.safety.previewed': '{actor} probó reglas de seguridad en {subject}',
  'log.alert.seen': '{actor} vio una alerta en {subject}',
  'log.alert.closed': '{actor} cerró una alerta en {subject}',
  'log.alerts.opened': '{actor} abrió las alertas',
  'nav.alerts': 'Alertas',
};
