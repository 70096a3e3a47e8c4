import type { PublicMessages } from '../words.ts';
import { certificateFr } from './certificate/fr.ts';
import { numbersFr } from './numbers/fr.ts';
import { reportFr } from './report/fr.ts';

/** French. */
export const fr: PublicMessages = {
  ...certificateFr,
  ...numbersFr,
  ...reportFr,
  skip: 'Aller au contenu',
  'page.title': 'Ce que fait cette caméra',
  'page.camera': 'Caméra {id}',
  'footer.asOf': 'État au {time}.',
  'footer.all': 'Toutes les caméras d’ici',
  'footer.language': 'Langue',

  'purpose.site-safety': 'Sécurité du site',
  'purpose.street-statistics': 'Statistique de circulation',
  'lead.site-safety':
    'Elle compte les véhicules et les personnes sur un terrain délimité. Elle ne peut pas dire qui est qui.',
  'lead.street-statistics':
    'Elle compte combien de personnes et de véhicules passent. Elle ne peut pas dire qui est qui.',
  'state.running': 'En marche',
  'state.paused': 'En pause',
  'state.not-running': 'À l’arrêt',
  'state.running.text': 'Un programme examine ses images en ce moment.',
  'state.paused.text': 'Rien n’examine ses images en ce moment.',
  'state.paused.since': 'Depuis le {time}.',
  'state.not-running.text': 'Rien n’examine ses images en ce moment.',
  why: 'Pourquoi elle est là',
  since: 'Mise en place le {date}.',
  until: 'Son dernier jour est le {date}. Ensuite, elle s’arrête d’elle-même.',
  'until.none': 'Aucun dernier jour n’est fixé.',

  simulated: 'Cette caméra est inventée : derrière elle, il n’y a ni objectif ni personne.',
  'other.title': 'Un autre système voit aussi ces images',
  'other.text':
    'Il s’appelle {name}. Cette page ne parle que pour Outis. Outis ne sait pas ce que l’autre système fait des images : veuillez vous adresser au responsable.',
  'other.state': 'Outis ne prend rien de l’autre système en ce moment.',
  'sign.old.title': 'Le panneau date d’avant une modification',
  'sign.old.text':
    'C’est cette page qui fait foi. Veuillez signaler au responsable que le panneau est ancien.',
  'sign.old.codes': 'Code du panneau : {scanned}. Code d’un nouveau panneau : {current}.',

  'who.title': 'Qui est responsable',
  'who.owner': 'Responsable',
  'who.contact': 'Contact',
  'who.contact.none': 'Aucun moyen de contact n’est indiqué.',
  'who.site': 'Site',
  'who.site.contact': 'Contact du site',
  'who.dpo': 'Délégué à la protection des données',
  'who.place': 'Lieu',
  'who.place.link': 'Voir {place} sur OpenStreetMap (un autre site web)',
  'who.rights':
    'Vous pouvez leur demander ce que fait cette caméra, vous y opposer et déposer une plainte auprès de votre autorité de protection des données.',

  'does.title': 'Ce que devient une image',
  'does.receive':
    'Un autre système voit ces images et y détecte : {name}. Outis reçoit ce qu’il dit. Il en prend le genre (personne, vélo, moto, voiture, bus, camion, et casque ou gilet s’il les donne), le lieu dans la vue, le degré de certitude et l’heure. Les noms, les plaques, les images et tout le reste sont écartés aussitôt.',
  'does.process':
    'Chaque image est examinée dans la mémoire d’un ordinateur, puis écrasée. De ce qui passe, il reste le genre (personne, vélo, moto, voiture, bus, camion) et le lieu dans la vue.',
  'does.count.site-safety':
    'Elle compte ce qui franchit une ligne, par type et sens : voitures par quart d’heure, tout le reste par heure.',
  'does.count.street-statistics':
    'Elle compte ce qui franchit une ligne, par type et sens, par quart d’heure ; bus et camions par heure. Là où elle est configurée pour cela, elle compte aussi les mouvements tournants, les vitesses et arrêts de véhicules par jour, et les presque-accidents par semaine. Les nombres de personnes et de presque-accidents sont donnés à partir de 6 heures le lendemain matin.',
  'does.warn':
    'Elle avertit de dangers à des endroits fixés. Un avertissement dit l’endroit, le danger, l’heure et ce qui s’y trouve (personne, voiture, camion…), jamais qui, et va aussitôt aux responsables. Il comprend un dessin de 20 secondes au plus.',
  'does.warn.of': 'Elle avertit de : {rules}.',
  'does.warn.trial': 'À l’essai, sans avertissement : {rules}.',
  'does.lines': 'Lignes où elle compte : {count}.',
  'does.lines.none': 'Elle n’a pas encore de ligne et ne compte donc rien.',
  'does.live.site-safety':
    'Les utilisateurs qui en ont le droit peuvent regarder un dessin des personnes et des véhicules : le genre et le lieu, arrondi à 1 % de la vue, jamais une image d’eux. Il s’arrête après 10 minutes. Au-delà de 20 personnes, il ne montre que les véhicules.',
  'does.live.street-statistics':
    'Personne ne peut regarder en direct, pas même le responsable. Un installateur peut regarder à travers elle, mais seulement pour l’orienter.',
  'does.pause':
    'Elle peut être mise en pause, à la main ou chaque semaine à heures fixes. La connexion à la caméra est alors coupée et aucun programme n’examine ses images. Il est noté qui l’a mise en pause.',
  'does.pause.other':
    'Elle peut être mise en pause, à la main ou chaque semaine à heures fixes. Outis ne prend alors rien de l’autre système, qui peut continuer à regarder. Qui l’a mise en pause est noté.',
  'does.background.usual':
    'Elle apprend une image grossière du terrain, montrée derrière le dessin. Un morceau n’y entre que s’il a eu le même aspect pendant plus d’une heure et que personne n’y a été détecté. Qui reste plus longtemps immobile au même endroit sans jamais être détecté pourrait y entrer.',
  'does.background.strict':
    'Elle apprend une image grossière du terrain, montrée derrière le dessin. Un morceau n’y entre que s’il a eu le même aspect pendant plus de neuf heures, sur deux jours, et que personne n’y a été détecté. Qui reste plus longtemps immobile au même endroit sans jamais être détecté pourrait y entrer.',
  'does.background.drawn':
    'Elle apprend son terrain en quelques minutes, car son film est dessiné : il n’y a personne.',
  'does.aim':
    'Pour orienter la caméra, un installateur peut regarder à travers elle : 160 points de large au plus, une image toutes les 2 secondes, ce qui est détecté et ce qui bouge étant rempli, 10 minutes au plus et trois fois en 30 jours. Plus souvent seulement si le délégué à la protection des données l’accorde.',

  'watched.title': 'Regardée en direct cette semaine',
  'watched.minute': 'minute',
  'watched.minutes': 'minutes',
  'watched.text': 'C’est le temps pendant lequel quelqu’un avait ouvert le dessin.',
  'watched.log':
    'Qui et quand, cela est écrit dans un journal que le délégué à la protection des données peut lire.',
  'aim.title': 'Qui a regardé à travers elle pour l’orienter',
  'aim.none': 'Personne ces 30 derniers jours.',
  'aim.text': 'Ces 30 derniers jours, par une image grossière où personnes et véhicules sont remplis.',
  'aim.use': '{from} à {to} : {user}',
  'aim.now': 'depuis {from} : {user}',

  'never.title': 'Ce qu’elle ne fait jamais',
  'never.picture': 'Elle n’enregistre aucun film ni aucune image de ceux qui passent.',
  'never.recognise': 'Elle ne détecte ni visage, ni plaque d’immatriculation, ni âge, ni sexe, ni émotion.',
  'never.follow': 'Elle ne suit personne d’une caméra à l’autre ni d’un jour à l’autre.',
  'never.record': 'Elle ne tient ni fiche, ni liste, ni note d’une personne.',
  'never.live': 'Elle n’a pas de vue en direct et ne donne aucune alerte au sujet de personnes.',
  'never.sound': 'Elle n’écoute aucun son.',

  'kept.title': 'Ce qui est gardé, et combien de temps',
  'kept.counts.site-safety':
    'Nombres par ligne, type et sens : voitures par quart d’heure, tout le reste par heure. Ils sont effacés après 2 ans.',
  'kept.counts.street-statistics':
    'Nombres par ligne ou zone, type et sens, par quart d’heure ou plus. Ils sont effacés après 2 ans.',
  'kept.nothing': 'Rien d’autre de ce qui passe : ni image, ni trajet, ni instant d’un passage particulier.',
  'kept.nothing.alerts':
    'Rien d’autre de ce qui passe : ni image, ni trajet au-delà d’un avertissement, ni instant d’un passage particulier.',
  'kept.alerts':
    'Un avertissement avec son heure et son dessin jusqu’à ce qu’il soit traité, 72 heures au plus. Ensuite il n’est plus qu’un nombre dans sa semaine et son heure de la journée, pendant 2 ans.',
  'kept.background':
    'L’image grossière du terrain, chiffrée, jusqu’à ce que la caméra soit déplacée, modifiée ou retirée.',
  'kept.noise':
    'Un bruit aléatoire est ajouté à chaque nombre avant qu’il ne sorte, et les petits nombres sont masqués : aucun passage isolé ne peut y être lu.',

  'model.title': 'Ce qui trouve les personnes et les véhicules',
  'model.name': 'Modèle',
  'model.licence': 'Licence',
  'model.accuracy': 'Précision',
  'model.accuracy.ap50':
    'Précision moyenne sur des images qu’il ne connaissait pas : {list}. Ce qui manque n’a pas été mesuré.',
  'class.person': 'personne',
  'class.bicycle': 'vélo',
  'class.motorcycle': 'moto',
  'class.car': 'voiture',
  'class.bus': 'bus',
  'class.truck': 'camion',
  'model.accuracy.none': 'N’a pas été mesurée.',
  'model.unreviewed': 'Modèle non vérifié',
  'model.unreviewed.text': 'Les auteurs d’Outis n’ont pas vérifié si ce modèle compte bien.',
  'model.none': 'Aucun modèle n’est chargé.',
  'model.simulated': 'Il n’y en a pas : ce qui est compté ici est simulé.',

  'changes.pending.title': 'Va changer',
  'changes.pending.text':
    'Cette modification permet à la caméra d’en faire plus. Elle attend 72 heures, ou l’accord d’une autre personne, le délégué à la protection des données.',
  'changes.pending.effective': 'Prend effet le {time} au plus tard, sauf refus ou retrait.',
  'changes.asked.user': 'Demandé le {time} par un utilisateur.',
  'changes.asked.file': 'Demandé le {time} dans la configuration de cette installation.',
  'changes.title': 'Ce qui a été modifié',
  'changes.none': 'Rien encore qui permette à cette caméra d’en faire plus.',
  'changes.field.purpose': 'Finalité',
  'changes.field.masks': 'Zones masquées',
  'changes.field.boundary': 'Le terrain qu’elle regarde',
  'changes.field.until': 'Dernier jour',
  'changes.field.background': 'Image du terrain',
  'changes.field.rules': 'Types d’avertissements',
  'changes.field.pauses': 'Pauses hebdomadaires',
  'rule.helmet': 'Casque manquant',
  'rule.vest': 'Gilet manquant',
  'rule.exclusion': 'Personne dans une zone dangereuse',
  'rule.proximity': 'Personne près d’un véhicule en mouvement',
  'rule.blocked': 'Issue de secours bloquée',
  'background.usual': 'apprise en quelques heures',
  'background.strict': 'apprise en quelques jours',
  'background.off': 'non apprise',
  'changes.field.model': 'Modèle',
  'changes.now': 'Maintenant',
  'changes.then': 'Ensuite',
  'changes.before': 'Avant',
  'changes.after': 'Demandé',
  'changes.areas': 'zones : {count}',
  'changes.effective': 'En vigueur depuis le {time}.',
  'changes.effective.waited': 'En vigueur depuis le {time}, après 72 heures d’attente.',
  'changes.effective.approved':
    'En vigueur depuis le {time}, avec l’accord d’une autre personne, le délégué à la protection des données.',
  'changes.refused': 'Refusé le {time} par une autre personne, le délégué à la protection des données.',
  'changes.withdrawn': 'Retiré le {time}.',
  'changes.older': 'Modifications plus anciennes, non montrées : {count}.',

  'key.title': 'Comment vérifier',
  'key.text':
    'Ce que cette installation signe, par exemple son journal d’utilisation, elle le signe avec la clé de cette empreinte :',
  'key.how': 'Qui reçoit un fichier signé peut le vérifier avec {command}. La même empreinte doit y figurer.',

  'list.title': 'Caméras',
  'list.lead': 'Ce que fait chaque caméra d’ici, pour toutes les personnes qui passent.',
  'list.none': 'Il n’y a pas de caméra.',
  'list.map': 'Plan des caméras',
  'list.map.note': 'Le nord est en haut. Les numéros sont ceux de la liste.',
  'list.map.north': 'N',
  'list.pending': 'Va changer',

  'sign.headline.site-safety': 'Cette caméra compte les véhicules et les personnes sur ce terrain',
  'sign.headline.street-statistics': 'Cette caméra compte les véhicules et les personnes qui passent',
  'sign.picture': 'Aucun film ni aucune image de ceux qui passent n’est enregistré.',
  'sign.recognise': 'Personne n’est reconnu : ni visage, ni plaque d’immatriculation.',
  'sign.live.site-safety':
    'Des utilisateurs peuvent regarder un dessin, jamais un film. La page dit pendant combien de minutes.',
  'sign.live.street-statistics':
    'Personne ne peut regarder en direct, sauf pour orienter la caméra. Les nombres de personnes ne sont donnés que le lendemain matin.',
  'sign.sound': 'Aucun son n’est écouté.',
  'sign.kept': 'Les nombres sont gardés 2 ans.',
  'sign.until': 'Dernier jour',
  'sign.other': 'Un autre système voit aussi ces images : {name}. Ce qui suit ne vaut que pour Outis.',
  'sign.scan': 'Ce que fait cette caméra en ce moment',
  'sign.made': 'Panneau {stamp}, établi le {date}',
  'sign.draft': 'Brouillon : cette adresse n’est accessible que sur cet ordinateur',
};
