import type { certificateEn } from './en.ts';

/** Spanish. */
export const certificateEs: Readonly<Record<keyof typeof certificateEn, string>> = {
  'certificate.title': 'Comprobado por alguien en el lugar',
  'certificate.lead': 'Alguien estuvo aquí y contó a mano mientras Outis contaba. No se tomó ninguna imagen.',
  'certificate.when': '{time}, durante {minutes} minutos.',
  'certificate.light': 'Luz: {list}.',
  'certificate.row': '{group}: contados a mano {tapped}, por Outis {counted}.',
  'certificate.error': 'Error {error} (intervalo del 95 %: de {low} a {high}).',
  'certificate.error.open': 'Error {error} (intervalo del 95 %: desde {low}).',
  'certificate.few': '{group}: demasiado pocos para mostrarlos.',
  'certificate.later': '{group}: se dicen a partir del {time}.',
  'certificate.place': '{group}, línea {line}, {direction}',
  'certificate.noise':
    'Los números llevan ruido aleatorio y el intervalo lo tiene en cuenta. No puede saber si la persona contó bien, y vale para esa hora y esa luz.',
  'certificate.coverage': 'La cámara miró durante el {share} % de ese tiempo.',
  'certificate.all': 'Los responsables dan los certificados firmados.',
  'group.vehicle': 'vehículos',
  'group.two-wheeler': 'dos ruedas',
  'group.person': 'personas',
  'light.day': 'luz de día',
  'light.dusk': 'crepúsculo',
  'light.night': 'noche',
  'light.rain': 'lluvia',
  'light.low-sun': 'sol bajo',
  'direction.left_to_right': 'de izquierda a derecha',
  'direction.right_to_left': 'de derecha a izquierda',
};
