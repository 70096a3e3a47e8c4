import type { NumbersMessages } from './en.ts';

export const numbersEs: NumbersMessages = {
  'numbers.title': 'Lo que se contó',
  'numbers.lead': 'Ayer fue el {day}. Con él terminan los siete días.',
  'numbers.none': 'Todavía no hay nada publicado de estos días.',
  'numbers.yesterday': 'ayer',
  'numbers.week': 'siete días',
  'numbers.line': 'Línea {id}',
  'numbers.flows':
    'Línea {id} en un dibujo neutro; las flechas son tan anchas como los números de los siete días',
  'numbers.split': 'Cómo se compone el tráfico, siete días',
  'numbers.curve': 'Hora por hora: {class}',
  'numbers.hidden': 'oculto',
  'numbers.hiddenParts': 'partes ocultas: {count}',
  'numbers.speeds': 'Velocidades de ayer, km/h',
  'numbers.speeds.text':
    'V85: 85 de 100 iban más despacio. Se calcula de números publicados, nunca de pasos sueltos.',
  'numbers.zone': 'Zona',
  'numbers.passages': 'Pasos',
  'numbers.mean': 'Media',
  'numbers.moves': 'Movimientos de giro',
  'numbers.moves.text':
    'Quien pasó por una línea y luego por otra, cada paso una vez. Filas: de dónde; columnas: hacia dónde.',
  'numbers.moves.fromTo': 'de ↓ a →',
  'numbers.moves.drawing':
    'Dibujo neutro con una flecha por movimiento, tan ancha como su número de los siete días',
  'numbers.moves.all': 'todas las clases',
  'numbers.moves.more': 'Ayer, y cada clase',
  'numbers.dwells': 'Cuánto se quedaron los vehículos ayer',
  'numbers.dwells.text':
    'Estancias en una zona según su duración. A las personas nunca se les mide el tiempo.',
  'numbers.dwells.of': '{class}, zona {zone}',
  'numbers.minutes': 'min',
  'numbers.allHidden': 'Todos estos números están ocultos: son pequeños.',
  'numbers.near': 'Casi accidentes',
  'numbers.near.text':
    'PET: segundos entre que uno deja un punto y otro llega. TTC: segundos que faltaban para encontrarse. Pequeño es cerca. Por semana, a la mañana siguiente.',
  'numbers.near.week': 'Semana del {day}.',
  'numbers.near.pair': '{a} y {b}',
  'numbers.near.where': 'Dónde fueron, todas las clases: más oscuro, más.',
  'numbers.near.squares': 'El cuadro más oscuro: {most}. Ocultos: {hidden} de {all} cuadros.',
  'numbers.watched': 'Qué parte del tiempo se observó',
  'numbers.watched.text':
    'Ayer {yesterday} %, en los siete días {week} %. Las horas no observadas están rayadas; no son ceros.',
  'numbers.read.title': 'Cómo leer esto',
  'numbers.read.noise':
    'A cada número se le añade una vez ruido aleatorio. El verdadero está dentro de ± en 95 de 100 casos; en las curvas, dentro de la banda.',
  'numbers.read.hidden':
    'Los números menores que {least} están ocultos, y otros donde delatarían uno. «+ 3» junto a una suma: faltan en ella tres partes ocultas.',
  'numbers.read.later': 'Los números de personas se publican a la mañana siguiente a las seis.',
  'numbers.read.epsilon':
    'Lo que esto revela de un solo paso: ε = {epsilon} para todos los números juntos. Quien sospeche un paso puede estar más seguro de él como mucho por un factor de {factor}, y por un solo número como mucho de {one}.',
};
