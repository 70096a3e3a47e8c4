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
  'numbers.moves': 'Abbiegeströme',
  'numbers.moves.text':
    'Wer über eine Linie kam und später über eine andere, jede Fahrt einmal. Zeilen: woher; Spalten: wohin.',
  'numbers.moves.fromTo': 'von ↓ nach →',
  'numbers.moves.drawing':
    'Neutrale Zeichnung mit einem Pfeil je Strom, so breit wie seine Anzahl in den sieben Tagen',
  'numbers.moves.all': 'alle Klassen',
  'numbers.moves.more': 'Gestern, und jede Klasse',
  'numbers.dwells': 'Wie lange Fahrzeuge gestern standen',
  'numbers.dwells.text': 'Aufenthalte in einer Zone nach Dauer. Bei Personen wird nie die Zeit genommen.',
  'numbers.dwells.of': '{class}, Zone {zone}',
  'numbers.minutes': 'min',
  'numbers.allHidden': 'Alle diese Zahlen sind verdeckt: Sie sind klein.',
  'numbers.near': 'Beinahe-Unfälle',
  'numbers.near.text':
    'PET: Sekunden zwischen dem Verlassen einer Stelle durch den einen und dem Eintreffen des anderen. TTC: Sekunden, die bis zum Zusammentreffen blieben. Klein ist knapp. Je Woche, am Morgen danach.',
  'numbers.near.week': 'Woche ab {day}.',
  'numbers.near.pair': '{a} und {b}',
  'numbers.near.where': 'Wo sie waren, alle Klassen zusammen: je dunkler, desto mehr.',
  'numbers.near.squares': 'Das dunkelste Feld: {most}. Verdeckt: {hidden} von {all} Feldern.',
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
