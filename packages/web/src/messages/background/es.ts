import type { BackgroundMessages } from './en.ts';

/** Spanish: the background of a scene, its last seconds, and aiming a camera. */
export const backgroundEs: BackgroundMessages = {
  'known.share': '{percent} conocido',
  'known.unknown': 'aún no conocido',
  'replay.label': 'Los últimos 20 segundos',
  'replay.now': 'ahora',
  'replay.ago': 'hace {seconds} s',
  'replay.then': 'Presentes hace {seconds} s',
  'replay.keys': 'Las flechas izquierda y derecha avanzan 1 segundo; las flechas arriba y abajo, 5 segundos.',
  'scene.note.learned':
    'Signos sobre una imagen del lugar, aprendida despacio: lo que solo se queda un rato no aparece en ella. De lo que se mueve solo se muestran la clase y el lugar, redondeado al 1 % de la vista. El tamaño depende del lugar.',
  'drawing.label.learned': 'El lugar, hasta donde se conoce. Líneas: {count}.',
  'moved.title': 'La cámara se ha movido; la imagen se aprende de nuevo.',
  'moved.text':
    'Detectado: {time}. Compruebe que las líneas, las máscaras y el límite siguen siendo correctos.',

  'settings.background': 'Fondo de la escena en directo',
  'settings.background.text':
    'La escena en directo puede mostrar el lugar mismo, aprendido despacio y guardado en este equipo. Lo que aún no se conoce queda vacío.',
  'background.usual': 'Habitual',
  'background.usual.text': 'Una parte se muestra cuando se ha visto igual durante más de una hora.',
  'background.strict': 'Estricto',
  'background.strict.text':
    'Para exteriores, donde la gente pasa mucho tiempo sentada o de pie: más de nueve horas, en dos días distintos.',
  'background.off': 'Ninguno',
  'background.off.text': 'No se aprende ni se guarda nada; la escena en directo es un dibujo neutro.',

  'camera.tab.aim': 'Orientar',
  'aim.title': 'Orientar la cámara',
  'aim.shown':
    'Verá una imagen tosca, de 160 puntos de ancho como mucho, cada 2 segundos y durante 10 minutos como mucho; las personas y todo lo que se mueve aparecen rellenos.',
  'aim.logged': 'Su nombre y la hora se anotan en el registro y figuran en la página pública de esta cámara.',
  'aim.left': 'Usos restantes: {left} de {most} en 30 días.',
  'aim.left.more': 'Usos restantes: {left}.',
  'aim.next': 'El próximo queda libre: {time}.',
  'aim.begin': 'Empezar a orientar',
  'aim.spent': 'No queda ningún uso: esta cámara se ha orientado {most} veces en los últimos 30 días.',
  'aim.spent.text':
    'Si lo necesita antes, pida a la persona delegada de protección de datos que permita un uso más.',
  'aim.busy': '{name} está orientando esta cámara, hasta las {time} como muy tarde.',
  'aim.unavailable': 'Esta cámara no se puede orientar ahora: no está en marcha o no tiene objetivo.',
  'aim.noLens': 'Esta cámara es simulada: no tiene objetivo que se pueda orientar.',
  'aim.rest': 'quedan {time}',
  'aim.end': 'Terminar ahora',
  'aim.waiting': 'Esperando la primera imagen …',
  'aim.lost': 'Sin conexión. Esta página lo vuelve a intentar sola.',
  'aim.quiet': 'Sin imagen nueva desde hace {seconds} segundos.',
  'aim.picture': 'Imagen tosca de la vista, con todas las personas rellenas, renovada cada 2 segundos',
  'aim.back': 'Puede dejar esta página y volver hasta las {time}: sigue siendo el mismo uso.',
  'aim.ended': 'La orientación ha terminado.',
  'aim.hint.title': '¿Mira la cámara a donde debe?',
  'aim.hint.link': 'Orientar la cámara con una imagen tosca',
  'aim.grant': 'Permitir un uso más',
  'aim.grant.title': '¿Permitir que {id} se oriente una vez más?',
  'aim.grant.text':
    'Quien instala las cámaras podrá mirar otros 10 minutos. El nombre de usted figura en el registro.',
  'aim.grant.confirm': 'Permitir',
  'aim.granted': 'Se ha permitido un uso más.',
  'aim.dpo': 'Solo quienes instalan las cámaras ven la imagen. Usted puede permitir un uso más.',

  'approve.title': 'Mostrar antes partes del fondo',
  'approve.text':
    'Una parte que espera puede mostrarse enseguida si usted ve que no hay nadie en ella. Usted decide cuadro por cuadro; sus respuestas quedan en el registro.',
  'approve.question': '¿Hay alguien en este cuadro?',
  'approve.nobody': 'No hay nadie',
  'approve.skip': 'No estoy seguro, pasar',
  'approve.key': 'Tecla {key}',
  'approve.progress': 'Aprobados: {approved}. Pasados: {skipped}. En espera: {left}.',
  'approve.progress.label': 'Cuadros que ha mirado',
  'approve.none':
    'Por ahora no se puede aprobar ninguna parte. Aquí aparecen las nuevas mientras usted orienta.',
  'approve.all': 'Ha mirado todas las partes que esperan.',
  'approve.again': 'Mirar otra vez los pasados',
  'approve.enlarged': 'El cuadro en cuestión y lo que lo rodea, ampliado',
  'approve.moved': 'Algo ha cambiado en ese cuadro; aquí hay otro.',
};
