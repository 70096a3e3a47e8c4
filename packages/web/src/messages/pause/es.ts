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
  'pause.what.other': 'No toma nada más del otro sistema, que sigue mirando.',
  'pause.since.other': 'En pausa desde {time}: no se toma nada del otro sistema, que sigue mirando.',
  'pause.scheduled': 'Por su horario hasta {time}; nadie la termina antes.',
  'pause.scheduled.always': 'Por su horario; nadie la termina antes.',
  'pause.both': 'Por su horario hasta {time}, y después sigue en pausa.',
  'pause.both.always': 'Por su horario y a mano.',
  'pause.next': 'Próxima pausa prevista: {time}.',
  'pause.others': 'La reanuda quien la opera o la instala.',
  'scene.closed': 'En pausa',
  'scene.closed.hint': 'La señal está cerrada; nada mira.',
  'actor.schedule': 'El horario',
  'actor.mqtt': 'MQTT',
};
