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
