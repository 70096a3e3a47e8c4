import type { NumbersMessages } from './en.ts';

export const numbersDe: NumbersMessages = {
  'numbers.title': 'Was gezählt wurde',
  'numbers.lead': 'Gestern war der {day}. Mit ihm enden die sieben Tage.',
  'numbers.none': 'Aus diesen Tagen ist noch nichts freigegeben.',
  'numbers.yesterday': 'gestern',
  'numbers.week': 'sieben Tage',
  'numbers.line': 'Linie {id}',
  'numbers.flows':
    'Linie {id} auf einer neutralen Zeichnung; die Pfeile sind so breit wie die Zahlen der sieben Tage',
  'numbers.split': 'Wie sich der Verkehr zusammensetzt, sieben Tage',
  'numbers.curve': 'Stunde um Stunde: {class}',
  'numbers.hidden': 'verdeckt',
  'numbers.hiddenParts': 'verdeckte Teile: {count}',
  'numbers.speeds': 'Tempo von gestern, km/h',
  'numbers.speeds.text':
    'V85: 85 von 100 waren langsamer. Berechnet aus freigegebenen Zahlen, nie aus einzelnen Durchfahrten.',
  'numbers.zone': 'Messzone',
  'numbers.passages': 'Durchfahrten',
  'numbers.mean': 'Mittel',
  'numbers.watched': 'Wie viel der Zeit beobachtet wurde',
  'numbers.watched.text':
    'Gestern {yesterday} %, in den sieben Tagen {week} %. Nicht beobachtete Stunden sind schraffiert; sie sind keine Nullen.',
  'numbers.read.title': 'Wie man das liest',
  'numbers.read.noise':
    'Jeder Zahl ist einmal zufälliges Rauschen beigegeben. Die wahre Zahl liegt in 95 von 100 Fällen innerhalb von ±, in den Kurven innerhalb des Bandes.',
  'numbers.read.hidden':
    'Zahlen unter {least} sind verdeckt, und andere, wo sie eine solche verraten würden. „+ 3“ neben einer Summe: Drei verdeckte Teile sind nicht darin.',
  'numbers.read.later': 'Zahlen von Personen werden am nächsten Morgen um sechs freigegeben.',
  'numbers.read.epsilon':
    'Was das über einen einzelnen Durchgang verrät: ε = {epsilon} für alle Zahlen zusammen. Wer einen Durchgang vermutet, kann sich dessen höchstens um den Faktor {factor} sicherer werden, aus einer einzelnen Zahl höchstens um {one}.',
};
