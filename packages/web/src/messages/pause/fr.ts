import type { pauseEn } from './en.ts';

/** French: pausing a camera. */
export const pauseFr: Readonly<Record<keyof typeof pauseEn, string>> = {
  'pause.do': 'Mettre en pause',
  'pause.do.name': 'Mettre en pause {id}',
  'pause.goOn': 'Reprendre',
  'pause.goOn.name': 'Reprendre {id}',
  'pause.stay': 'Laisser en pause',
  'pause.stay.name': 'Laisser en pause {id}',
  'pause.what': 'Ferme le flux ; rien ne regarde.',
  'pause.since': 'En pause depuis {time} : le flux est fermé ; rien ne regarde.',
  'pause.what.other': 'Ne prend plus rien de l’autre système, qui continue de regarder.',
  'pause.since.other':
    'En pause depuis {time} : rien n’est pris de l’autre système, qui continue de regarder.',
  'pause.scheduled': 'Selon son horaire jusqu’à {time} ; personne n’y met fin avant.',
  'pause.scheduled.always': 'Selon son horaire ; personne n’y met fin avant.',
  'pause.both': 'Selon son horaire jusqu’à {time}, et elle le reste ensuite.',
  'pause.both.always': 'Selon son horaire et à la main.',
  'pause.next': 'Prochaine pause prévue : {time}.',
  'pause.others': 'Un opérateur ou un installateur la relance.',
  'scene.closed': 'En pause',
  'scene.closed.hint': 'Le flux est fermé ; rien ne regarde.',
  'actor.schedule': 'L’horaire',
  'actor.mqtt': 'MQTT',
};
