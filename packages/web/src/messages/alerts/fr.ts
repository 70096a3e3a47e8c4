import type { alertsEn } from './en.ts';

/** French: the alerts and the weekly report. */
export const alertsFr: Readonly<Record<keyof typeof alertsEn, string>> = {
  'log.camera.paused': '{actor} a mis en pause la caméra {subject}',
  'log.camera.resumed': '{actor} a relancé la caméra {subject}',
  'log.safety.changed': '{actor} a modifié les règles de sécurité de {subject}',
  'log.safety.previewed': '{actor} a essayé des règles de sécurité à {subject}',
  'log.alert.seen': '{actor} a vu une alerte à {subject}',
  'log.alert.closed': '{actor} a clos une alerte à {subject}',
  'log.alerts.opened': '{actor} a ouvert les alertes',
  'nav.alerts': 'Alertes',
};
