import type { PublicMessages } from '../words.ts';
import { certificateEs } from './certificate/es.ts';
import { numbersEs } from './numbers/es.ts';
import { reportEs } from './report/es.ts';

/** Spanish. */
export const es: PublicMessages = {
  ...certificateEs,
  ...numbersEs,
  ...reportEs,
  skip: 'Ir al contenido',
  'page.title': 'Qué hace esta cámara',
  'page.camera': 'Cámara {id}',
  'footer.asOf': 'Estado: {time}.',
  'footer.all': 'Todas las cámaras de aquí',
  'footer.language': 'Idioma',

  'purpose.site-safety': 'Seguridad del recinto',
  'purpose.street-statistics': 'Estadística de tráfico',
  'lead.site-safety': 'Cuenta vehículos y personas en un terreno delimitado. No puede saber quién es nadie.',
  'lead.street-statistics': 'Cuenta cuántas personas y vehículos pasan. No puede saber quién es nadie.',
  'state.running': 'En marcha',
  'state.paused': 'En pausa',
  'state.not-running': 'Parada',
  'state.running.text': 'Un programa examina sus imágenes ahora.',
  'state.paused.text': 'Nada examina sus imágenes ahora.',
  'state.paused.since': 'Desde el {time}.',
  'state.not-running.text': 'Nada examina sus imágenes ahora.',
  why: 'Por qué está aquí',
  since: 'Instalada el {date}.',
  until: 'Su último día es el {date}. Después se detiene por sí sola.',
  'until.none': 'No se ha fijado un último día.',

  simulated: 'Esta cámara es inventada: detrás no hay objetivo ni nadie.',
  'other.title': 'Otro sistema también ve estas imágenes',
  'other.text':
    'Se llama {name}. Esta página habla solo por Outis. Outis no sabe qué hace el otro sistema con las imágenes: pregunte al responsable, por favor.',
  'other.state': 'Outis no toma nada del otro sistema ahora.',
  'sign.old.title': 'El cartel es anterior a un cambio',
  'sign.old.text':
    'Vale lo que dice esta página. Por favor, avise al responsable de que el cartel es antiguo.',
  'sign.old.codes': 'Código del cartel: {scanned}. Código de un cartel nuevo: {current}.',

  'who.title': 'Quién es responsable',
  'who.owner': 'Responsable',
  'who.contact': 'Contacto',
  'who.contact.none': 'No se indica ningún contacto.',
  'who.site': 'Recinto',
  'who.site.contact': 'Contacto del recinto',
  'who.dpo': 'Delegado de protección de datos',
  'who.place': 'Lugar',
  'who.place.link': 'Ver {place} en OpenStreetMap (otro sitio web)',
  'who.rights':
    'Usted puede preguntarles qué hace esta cámara, oponerse a ella y reclamar ante su autoridad de protección de datos.',

  'does.title': 'Qué pasa con una imagen',
  'does.receive':
    'Otro sistema ve estas imágenes y detecta en ellas: {name}. Outis recibe lo que dice. De ello toma el tipo (persona, bicicleta, motocicleta, coche, autobús, camión, y casco o chaleco si los indica), el lugar en la vista, el grado de certeza y la hora. Los nombres, las matrículas, las imágenes y todo lo demás se descartan al instante.',
  'does.process':
    'Cada imagen se examina en la memoria de un ordenador y después se sobrescribe. De lo que pasa quedan el tipo (persona, bicicleta, motocicleta, coche, autobús, camión) y el lugar en la vista.',
  'does.count.site-safety':
    'Cuenta lo que cruza una línea, por tipo y sentido: coches por cuarto de hora, todo lo demás por hora.',
  'does.count.street-statistics':
    'Cuenta lo que cruza una línea, por tipo y sentido, por cuarto de hora; autobuses y camiones por hora. Donde está preparada para ello, cuenta también movimientos de giro, velocidades y estancias de vehículos por día, y casi accidentes por semana. Los números de personas y de casi accidentes se dan desde las 6 de la mañana siguiente.',
  'does.warn':
    'Avisa de peligros en lugares fijados. Un aviso dice el lugar, el peligro, la hora y qué hay allí (persona, coche, camión…), nunca quién, y va enseguida a los responsables. Lo acompaña un dibujo de 20 segundos como máximo.',
  'does.warn.of': 'Avisa de: {rules}.',
  'does.warn.trial': 'A prueba, sin aviso: {rules}.',
  'does.lines': 'Líneas en las que cuenta: {count}.',
  'does.lines.none': 'Todavía no tiene ninguna línea, así que no cuenta nada.',
  'does.live.site-safety':
    'Los usuarios autorizados pueden mirar un dibujo de personas y vehículos: tipo y lugar, redondeado al 1 % de la vista, nunca una imagen de ellos. Se detiene tras 10 minutos. Con más de 20 personas a la vista solo muestra vehículos.',
  'does.live.street-statistics':
    'Nadie puede mirar en directo, ni siquiera el responsable. Solo para orientar la cámara puede un instalador mirar a través de ella.',
  'does.pause':
    'Puede ponerse en pausa, a mano o cada semana a horas fijas. Entonces la conexión con la cámara se cierra y ningún programa examina sus imágenes. Queda anotado quién la puso en pausa.',
  'does.pause.other':
    'Puede ponerse en pausa, a mano o cada semana a horas fijas. Entonces Outis no toma nada del otro sistema, que puede seguir mirando. Queda anotado quién la puso en pausa.',
  'does.background.usual':
    'Aprende una imagen tosca del terreno, que se muestra detrás del dibujo. Un trozo entra solo cuando ha tenido el mismo aspecto más de una hora y no se ha detectado a nadie allí. Quien permanezca más tiempo inmóvil en un sitio sin ser detectado nunca podría entrar en ella.',
  'does.background.strict':
    'Aprende una imagen tosca del terreno, que se muestra detrás del dibujo. Un trozo entra solo cuando ha tenido el mismo aspecto más de nueve horas, en dos días, y no se ha detectado a nadie allí. Quien permanezca más tiempo inmóvil en un sitio sin ser detectado nunca podría entrar en ella.',
  'does.background.drawn':
    'Aprende su terreno en minutos, porque su película está dibujada: no hay nadie en ella.',
  'does.aim':
    'Para orientar la cámara, un instalador puede mirar a través de ella: 160 puntos de ancho como máximo, una imagen cada 2 segundos, con lo detectado y lo que se mueve rellenado, 10 minutos como máximo y tres veces en 30 días. Más a menudo solo si lo concede el delegado de protección de datos.',

  'watched.title': 'Mirada en directo esta semana',
  'watched.minute': 'minuto',
  'watched.minutes': 'minutos',
  'watched.text': 'Es el tiempo en que alguien tuvo abierto el dibujo.',
  'watched.log':
    'Quién fue y cuándo queda escrito en un registro que puede leer el delegado de protección de datos.',
  'aim.title': 'Quién ha mirado a través de ella para orientarla',
  'aim.none': 'Nadie en los últimos 30 días.',
  'aim.text': 'En los últimos 30 días, por una imagen tosca con personas y vehículos rellenados.',
  'aim.use': '{from} a {to}: {user}',
  'aim.now': 'desde {from}: {user}',

  'never.title': 'Qué no hace nunca',
  'never.picture': 'No graba ninguna película ni ninguna imagen de quien pasa.',
  'never.recognise': 'No detecta caras, matrículas, edad, sexo ni emociones.',
  'never.follow': 'No sigue a nadie de una cámara a otra ni de un día a otro.',
  'never.record': 'No lleva ninguna ficha, lista ni puntuación de una persona.',
  'never.live': 'No tiene vista en directo ni da ninguna alarma sobre personas.',
  'never.sound': 'No escucha ningún sonido.',

  'kept.title': 'Qué se guarda y durante cuánto tiempo',
  'kept.counts.site-safety':
    'Números por línea, tipo y sentido: coches por cuarto de hora, todo lo demás por hora. Se borran después de 2 años.',
  'kept.counts.street-statistics':
    'Números por línea o zona, tipo y sentido, por cuarto de hora o más. Se borran después de 2 años.',
  'kept.nothing': 'Nada más de lo que pasa: ni imagen, ni recorrido, ni el momento de un paso concreto.',
  'kept.nothing.alerts':
    'Nada más de lo que pasa: ni imagen, ni recorrido más allá de un aviso, ni el momento de un paso concreto.',
  'kept.alerts':
    'Un aviso con su hora y su dibujo hasta que se atiende, 72 horas como máximo. Después es un número en su semana y su hora del día, durante 2 años.',
  'kept.background':
    'La imagen tosca del terreno, cifrada, hasta que la cámara se mueva, se cambie o se retire.',
  'kept.noise':
    'A cada número se le añade ruido aleatorio antes de salir, y los números pequeños se ocultan: de ellos no se puede leer ningún paso suelto.',

  'model.title': 'Qué encuentra personas y vehículos',
  'model.name': 'Modelo',
  'model.licence': 'Licencia',
  'model.accuracy': 'Exactitud',
  'model.accuracy.ap50': 'Precisión media en imágenes que no conocía: {list}. Lo que falta no se ha medido.',
  'class.person': 'persona',
  'class.bicycle': 'bicicleta',
  'class.motorcycle': 'motocicleta',
  'class.car': 'coche',
  'class.bus': 'autobús',
  'class.truck': 'camión',
  'model.accuracy.none': 'No se ha medido.',
  'model.unreviewed': 'Modelo sin revisar',
  'model.unreviewed.text': 'Los autores de Outis no han comprobado si este modelo cuenta bien.',
  'model.none': 'No hay ningún modelo cargado.',
  'model.simulated': 'No hay ninguno: lo que aquí se cuenta es simulado.',

  'changes.pending.title': 'Va a cambiar',
  'changes.pending.text':
    'Este cambio permite que la cámara haga más. Espera 72 horas, o hasta que otra persona, el delegado de protección de datos, lo apruebe.',
  'changes.pending.effective': 'Entra en vigor el {time} a más tardar, salvo que se rechace o se retire.',
  'changes.asked.user': 'Lo pidió un usuario: {time}.',
  'changes.asked.file': 'Se pidió en la configuración de esta instalación: {time}.',
  'changes.title': 'Qué se ha cambiado',
  'changes.none': 'Todavía nada que permita a esta cámara hacer más.',
  'changes.field.purpose': 'Finalidad',
  'changes.field.masks': 'Zonas ocultas',
  'changes.field.boundary': 'El terreno que mira',
  'changes.field.until': 'Último día',
  'changes.field.background': 'Imagen del terreno',
  'changes.field.rules': 'Tipos de avisos',
  'changes.field.pauses': 'Pausas semanales',
  'rule.helmet': 'Falta el casco',
  'rule.vest': 'Falta el chaleco',
  'rule.exclusion': 'Persona en una zona de peligro',
  'rule.proximity': 'Persona cerca de un vehículo en movimiento',
  'rule.blocked': 'Vía de evacuación bloqueada',
  'background.usual': 'se aprende en horas',
  'background.strict': 'se aprende en días',
  'background.off': 'no se aprende',
  'changes.field.model': 'Modelo',
  'changes.now': 'Ahora',
  'changes.then': 'Después',
  'changes.before': 'Antes',
  'changes.after': 'Pedido',
  'changes.areas': 'zonas: {count}',
  'changes.effective': 'En vigor desde: {time}.',
  'changes.effective.waited': 'En vigor tras 72 horas de espera, desde: {time}.',
  'changes.effective.approved':
    'En vigor con la aprobación de otra persona, el delegado de protección de datos, desde: {time}.',
  'changes.refused': 'Lo rechazó otra persona, el delegado de protección de datos: {time}.',
  'changes.withdrawn': 'Retirado: {time}.',
  'changes.older': 'Cambios más antiguos que no se muestran: {count}.',

  'key.title': 'Cómo comprobarlo',
  'key.text':
    'Lo que firma esta instalación, por ejemplo su registro de uso, lo firma con la clave de esta huella:',
  'key.how':
    'Quien reciba un archivo firmado puede comprobarlo con {command}. Debe aparecer la misma huella.',

  'list.title': 'Cámaras',
  'list.lead': 'Qué hace cada cámara de aquí, para todos los que pasan.',
  'list.none': 'No hay ninguna cámara.',
  'list.map': 'Mapa de las cámaras',
  'list.map.note': 'El norte está arriba. Los números son los de la lista.',
  'list.map.north': 'N',
  'list.pending': 'Va a cambiar',

  'sign.headline.site-safety': 'Esta cámara cuenta vehículos y personas en este terreno',
  'sign.headline.street-statistics': 'Esta cámara cuenta los vehículos y las personas que pasan',
  'sign.picture': 'No se graba ninguna película ni imagen de quien pasa.',
  'sign.recognise': 'No se reconoce a nadie: ni caras ni matrículas.',
  'sign.live.site-safety':
    'Los usuarios pueden mirar un dibujo, nunca una película. La página dice durante cuántos minutos.',
  'sign.live.street-statistics':
    'Nadie puede mirar en directo, salvo para orientar la cámara. El número de personas se da a la mañana siguiente.',
  'sign.sound': 'No se escucha ningún sonido.',
  'sign.kept': 'Los números se guardan 2 años.',
  'sign.until': 'Último día',
  'sign.other': 'Otro sistema también ve estas imágenes: {name}. Lo que sigue vale solo para Outis.',
  'sign.scan': 'Vea qué hace esta cámara ahora',
  'sign.made': 'Cartel {stamp}, hecho el {date}',
  'sign.draft': 'Borrador: esta dirección solo funciona en este ordenador',
};
