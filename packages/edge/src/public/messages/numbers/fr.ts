import type { NumbersMessages } from './en.ts';

export const numbersFr: NumbersMessages = {
  'numbers.title': 'Ce qui a été compté',
  'numbers.lead': 'Hier était le {day}. Les sept jours s’achèvent avec lui.',
  'numbers.none': 'Rien de ces jours n’est encore publié.',
  'numbers.yesterday': 'hier',
  'numbers.week': 'sept jours',
  'numbers.line': 'Ligne {id}',
  'numbers.flows':
    'Ligne {id} sur un dessin neutre ; les flèches sont aussi larges que les nombres des sept jours',
  'numbers.split': 'Composition du trafic, sept jours',
  'numbers.curve': 'Heure par heure : {class}',
  'numbers.hidden': 'masqué',
  'numbers.hiddenParts': 'parties masquées : {count}',
  'numbers.speeds': 'Vitesses d’hier, km/h',
  'numbers.speeds.text':
    'V85 : 85 sur 100 allaient moins vite. Calculé à partir de nombres publiés, jamais de passages isolés.',
  'numbers.zone': 'Zone de mesure',
  'numbers.passages': 'Passages comptés',
  'numbers.mean': 'Moyenne',
  'numbers.moves': 'Mouvements tournants',
  'numbers.moves.text':
    'Qui est passé par une ligne puis par une autre, chaque passage une fois. Lignes : d’où ; colonnes : vers où.',
  'numbers.moves.fromTo': 'de ↓ vers →',
  'numbers.moves.drawing':
    'Dessin neutre avec une flèche par mouvement, aussi large que son nombre des sept jours',
  'numbers.moves.all': 'toutes les catégories',
  'numbers.moves.more': 'Hier, et chaque catégorie',
  'numbers.dwells': 'Durée d’arrêt des véhicules hier',
  'numbers.dwells.text': 'Arrêts dans une zone selon leur durée. Les personnes ne sont jamais chronométrées.',
  'numbers.dwells.of': '{class}, zone {zone}',
  'numbers.minutes': 'min',
  'numbers.allHidden': 'Tous ces nombres sont masqués : ils sont petits.',
  'numbers.near': 'Presque-accidents',
  'numbers.near.text':
    'PET : secondes entre le départ de l’un d’un endroit et l’arrivée de l’autre. TTC : secondes restantes avant la rencontre. Petit, c’est proche. Par semaine, le lendemain matin.',
  'numbers.near.week': 'Semaine du {day}.',
  'numbers.near.pair': '{a} et {b}',
  'numbers.near.where': 'Où ils ont eu lieu, toutes catégories : plus foncé, plus nombreux.',
  'numbers.near.squares': 'La case la plus foncée : {most}. Masquées : {hidden} cases sur {all}.',
  'numbers.watched': 'Part du temps observée',
  'numbers.watched.text':
    'Hier {yesterday} %, pendant les sept jours {week} %. Les heures non observées sont hachurées ; ce ne sont pas des zéros.',
  'numbers.read.title': 'Comment lire ceci',
  'numbers.read.noise':
    'Un bruit aléatoire est ajouté une fois à chaque nombre. Le vrai se trouve dans les ± dans 95 cas sur 100 ; dans les courbes, dans la bande.',
  'numbers.read.hidden':
    'Les nombres inférieurs à {least} sont masqués, et d’autres là où ils en trahiraient un. « + 3 » à côté d’une somme : trois parties masquées n’y sont pas.',
  'numbers.read.later': 'Les nombres de personnes sont publiés le lendemain matin à six heures.',
  'numbers.read.epsilon':
    'Ce que cela révèle d’un seul passage : ε = {epsilon} pour tous les nombres ensemble. Qui soupçonne un passage peut en devenir plus sûr d’un facteur {factor} au plus, et de {one} au plus par un seul nombre.',
};
