/** English: the alerts and the weekly report. */
export const alertsEn = {
  'log.camera.paused': '{actor} paused the camera {subject}',
  'log.camera.resumed': '{actor} let the camera {subject} go on',
  'log.safety.changed': '{actor} changed the safety rules of {subject}',
  'log.safety.previewed': '{actor} tried out safety rules at {subject}',
  'log.alert.seen': '{actor} has seen an alert at {subject}',
  'log.alert.closed': '{actor} closed an alert at {subject}',
  'log.alerts.opened': '{actor} opened the alerts',
  'nav.alerts': 'Alerts',
} as const;
