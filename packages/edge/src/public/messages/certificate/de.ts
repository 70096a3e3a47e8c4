import type { certificateEn } from './en.ts';

/** German. */
export const certificateDe: Readonly<Record<keyof typeof certificateEn, string>> = {
  'certificate.title': 'Von jemandem vor Ort geprüft',
  'certificate.lead':
    'Jemand stand hier und zählte von Hand, während Outis zählte. Es wurde kein Bild aufgenommen.',
  'certificate.when': '{time}, {minutes} Minuten lang.',
  'certificate.light': 'Licht: {list}.',
  'certificate.row': '{group}: von Hand gezählt {tapped}, von Outis {counted}.',
  'certificate.error': 'Fehler {error} (95-%-Intervall: {low} bis {high}).',
  'certificate.error.open': 'Fehler {error} (95-%-Intervall: ab {low}).',
  'certificate.few': '{group}: zu wenige, um sie zu zeigen.',
  'certificate.later': '{group}: werden ab {time} gesagt.',
  'certificate.place': '{group}, Linie {line}, {direction}',
  'certificate.noise':
    'Die Zahlen enthalten zufälliges Rauschen, und das Intervall berücksichtigt es. Ob die Person richtig gezählt hat, kann es nicht wissen, und es gilt für diese Stunde und dieses Licht.',
  'certificate.coverage': 'Die Kamera hat in {share} % dieser Zeit zugesehen.',
  'certificate.all': 'Zertifikate gibt es unterschrieben bei den Verantwortlichen.',
  'group.vehicle': 'Fahrzeuge',
  'group.two-wheeler': 'Zweiräder',
  'group.person': 'Menschen',
  'light.day': 'Tageslicht',
  'light.dusk': 'Dämmerung',
  'light.night': 'Nacht',
  'light.rain': 'Regen',
  'light.low-sun': 'tiefe Sonne',
  'direction.left_to_right': 'von links nach rechts',
  'direction.right_to_left': 'von rechts nach links',
};
