import type { certificateEn } from './en.ts';

/** French. */
export const certificateFr: Readonly<Record<keyof typeof certificateEn, string>> = {
  'certificate.title': 'Vérifié par quelqu’un sur place',
  'certificate.lead':
    'Quelqu’un se tenait ici et comptait à la main pendant qu’Outis comptait. Aucune image n’a été prise.',
  'certificate.when': '{time}, pendant {minutes} minutes.',
  'certificate.light': 'Lumière : {list}.',
  'certificate.row': '{group} : comptés à la main {tapped}, par Outis {counted}.',
  'certificate.error': 'Erreur {error} (intervalle à 95 % : de {low} à {high}).',
  'certificate.error.open': 'Erreur {error} (intervalle à 95 % : à partir de {low}).',
  'certificate.few': '{group} : trop peu pour être montrés.',
  'certificate.later': '{group} : donnés à partir du {time}.',
  'certificate.place': '{group}, ligne {line}, {direction}',
  'certificate.noise':
    'Les nombres contiennent un bruit aléatoire, et l’intervalle en tient compte. Il ne peut pas savoir si la personne a compté juste, et il vaut pour cette heure et cette lumière.',
  'certificate.coverage': 'La caméra a regardé pendant {share} % de ce temps.',
  'certificate.all': 'Les responsables donnent les certificats signés.',
  'group.vehicle': 'véhicules',
  'group.two-wheeler': 'deux-roues',
  'group.person': 'personnes',
  'light.day': 'jour',
  'light.dusk': 'crépuscule',
  'light.night': 'nuit',
  'light.rain': 'pluie',
  'light.low-sun': 'soleil bas',
  'direction.left_to_right': 'de gauche à droite',
  'direction.right_to_left': 'de droite à gauche',
};
