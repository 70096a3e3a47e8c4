import type { BackgroundMessages } from './en.ts';

/** French: the background of a scene, its last seconds, and aiming a camera. */
export const backgroundFr: BackgroundMessages = {
  'known.share': '{percent} connu',
  'known.unknown': 'pas encore connu',
  'replay.label': 'Les 20 dernières secondes',
  'replay.now': 'maintenant',
  'replay.ago': 'il y a {seconds} s',
  'replay.then': 'Présents il y a {seconds} s',
  'replay.keys':
    'Les flèches gauche et droite déplacent d’une seconde, les flèches haut et bas de 5 secondes.',
  'scene.note.learned':
    'Des signes sur une image du lieu, apprise lentement : ce qui ne reste qu’un moment n’y figure pas. De ce qui bouge, on ne montre que la classe et l’endroit, arrondi à 1 % de la vue. La taille vient de l’endroit.',
  'drawing.label.learned': 'Le lieu, autant qu’il est connu. Lignes : {count}.',
  'moved.title': 'La caméra a été déplacée ; l’image est apprise à nouveau.',
  'moved.text': 'Constaté : {time}. Vérifiez que les lignes, les masques et la limite conviennent encore.',

  'settings.background': 'Arrière-plan de la scène en direct',
  'settings.background.text':
    'La scène en direct peut montrer le lieu lui-même, appris lentement et gardé sur cette machine. Ce qui n’est pas encore connu reste vide.',
  'background.usual': 'Habituel',
  'background.usual.text': 'Une partie est montrée quand elle est restée pareille pendant plus d’une heure.',
  'background.strict': 'Strict',
  'background.strict.text':
    'Pour l’extérieur, où l’on reste longtemps assis ou debout : plus de neuf heures, sur deux jours différents.',
  'background.off': 'Aucun',
  'background.off.text': 'Rien n’est appris ni gardé ; la scène en direct est un dessin neutre.',

  'camera.tab.aim': 'Orienter',
  'aim.title': 'Orienter la caméra',
  'aim.shown':
    'Vous verrez une image grossière, large de 160 points au plus, toutes les 2 secondes et pendant 10 minutes au plus ; les personnes et tout ce qui bouge sont remplis.',
  'aim.logged':
    'Votre nom et l’heure sont inscrits au journal, et figurent sur la page publique de cette caméra.',
  'aim.left': 'Fois restantes : {left} sur {most} en 30 jours.',
  'aim.left.more': 'Fois restantes : {left}.',
  'aim.next': 'La prochaine sera libre : {time}.',
  'aim.begin': 'Commencer à orienter',
  'aim.spent': 'Il n’en reste aucune : cette caméra a été orientée {most} fois ces 30 derniers jours.',
  'aim.spent.text':
    'S’il le faut plus tôt, demandez à la personne déléguée à la protection des données d’en permettre une de plus.',
  'aim.busy': '{name} oriente cette caméra, jusqu’à {time} au plus tard.',
  'aim.unavailable':
    'Cette caméra ne peut pas être orientée maintenant : elle ne fonctionne pas, ou n’a pas d’objectif.',
  'aim.noLens': 'Cette caméra est simulée : elle n’a pas d’objectif à orienter.',
  'aim.rest': 'encore {time}',
  'aim.end': 'Terminer maintenant',
  'aim.waiting': 'En attente de la première image …',
  'aim.lost': 'Pas de connexion. Cette page réessaie d’elle-même.',
  'aim.quiet': 'Aucune nouvelle image depuis {seconds} secondes.',
  'aim.picture': 'Image grossière de la vue, toutes les personnes remplies, renouvelée toutes les 2 secondes',
  'aim.back': 'Vous pouvez quitter cette page et revenir jusqu’à {time} : cela reste la même fois.',
  'aim.ended': 'L’orientation est terminée.',
  'aim.hint.title': 'La caméra regarde-t-elle où il faut ?',
  'aim.hint.link': 'Orienter la caméra d’après une image grossière',
  'aim.grant': 'Permettre une fois de plus',
  'aim.grant.title': 'Permettre d’orienter {id} une fois de plus ?',
  'aim.grant.text':
    'Une personne qui installe les caméras pourra alors regarder encore 10 minutes. Votre nom figure au journal.',
  'aim.grant.confirm': 'Permettre',
  'aim.granted': 'Une fois de plus est permise.',
  'aim.dpo':
    'Seules les personnes qui installent les caméras voient l’image. Vous pouvez permettre une fois de plus.',

  'approve.title': 'Montrer plus tôt des parties de l’arrière-plan',
  'approve.text':
    'Une partie qui attend peut être montrée tout de suite si vous voyez que personne ne s’y trouve. Vous décidez carré par carré ; vos réponses sont inscrites au journal.',
  'approve.question': 'Y a-t-il quelqu’un dans ce carré ?',
  'approve.nobody': 'Personne',
  'approve.skip': 'Pas sûr, passer',
  'approve.key': 'Touche {key}',
  'approve.progress': 'Approuvés : {approved}. Passés : {skipped}. En attente : {left}.',
  'approve.progress.label': 'Carrés que vous avez regardés',
  'approve.none':
    'Aucune partie ne peut être approuvée pour l’instant. De nouvelles apparaissent ici pendant que vous orientez.',
  'approve.all': 'Vous avez regardé toutes les parties qui attendent.',
  'approve.again': 'Regarder encore les carrés passés',
  'approve.enlarged': 'Le carré en question et ses alentours, agrandis',
  'approve.moved': 'Quelque chose a changé dans ce carré ; en voici un autre.',
};
