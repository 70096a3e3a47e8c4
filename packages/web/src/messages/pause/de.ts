import type { pauseEn } from './en.ts';

/** German: pausing a camera. */
export const pauseDe: Readonly<Record<keyof typeof pauseEn, string>> = {
  'pause.do': 'Anhalten',
  'pause.do.name': '{id} anhalten',
  'pause.goOn': 'Weiter',
  'pause.goOn.name': 'Weiter: {id}',
  'pause.stay': 'Angehalten lassen',
  'pause.stay.name': '{id} angehalten lassen',
  'pause.what': 'Trennt die Verbindung zur Kamera; nichts sieht hin.',
  'pause.since': 'Angehalten seit {time}: Die Verbindung ist getrennt; nichts sieht hin.',
  'pause.what.other': 'Nimmt nichts mehr vom anderen System an; das sieht weiter hin.',
  'pause.since.other':
    'Angehalten seit {time}: Vom anderen System wird nichts angenommen; es sieht weiter hin.',
  'pause.scheduled': 'Nach Plan bis {time}; niemand beendet das vorher.',
  'pause.scheduled.always': 'Nach Plan; niemand beendet das vorher.',
  'pause.both': 'Nach Plan bis {time}, und danach bleibt sie angehalten.',
  'pause.both.always': 'Nach Plan und von Hand.',
  'pause.next': 'Nächste Pause nach Plan: {time}.',
  'pause.others': 'Weiterlaufen lässt sie, wer bedient oder einrichtet.',
  'scene.closed': 'Angehalten',
  'scene.closed.hint': 'Die Verbindung ist getrennt; nichts sieht hin.',
  'actor.schedule': 'Der Plan',
  'actor.mqtt': 'MQTT',
};
