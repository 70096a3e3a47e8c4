import type { pauseEn } from './en.ts';

/** Spanish: pausing a camera. */
export const pauseEs: Readonly<Record<keyof typeof pauseEn, string>> = {
  'pause.do': 'Pausar',
  'pause.do.name': 'Pausar {id}',
  'pause.goOn': 'Reanudar',
  'pause.goOn.name': 'Reanudar {id}',
  'pause.stay': 'Dejar en pausa',
  'pause.stay.name': 'Dejar en pausa {id}',
  'pause.what': 'Cierra la señal; nada mira.',
  'pause.since': 'En pausa desde {time}: la señal está cerrada; nada mira.',
  'pause.scheduled':
    'En pausa por su horario hasta {time}: la señal está cerrada; nada mira. Nadie la termina antes.',
  'pause.scheduled.always':
    'En pausa por su horario: la señal está cerrada; nada mira. Nadie la termina antes.',
  'pause.both': 'En pausa por su horario hasta {time}, y después sigue en pausa.',
  'pause.both.always': 'En pausa por su horario y a mano.',
  'pause.next': 'Próxima pausa prevista: {time}.',
  'pause.others': 'La reanuda quien la opera o la instala.',
  'scene.closed': 'En pausa',
  'scene.closed.hint': 'La señal está cerrada; nada mira.',
  'actor.schedule': 'El horario',
  'actor.mqtt': 'MQTT',
};
