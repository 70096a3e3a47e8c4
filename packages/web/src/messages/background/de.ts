import type { BackgroundMessages } from './en.ts';

/** German: the background of a scene, its last seconds, and aiming a camera. */
export const backgroundDe: BackgroundMessages = {
  'known.share': '{percent} bekannt',
  'known.unknown': 'noch nicht bekannt',
  'replay.label': 'Die letzten 20 Sekunden',
  'replay.now': 'jetzt',
  'replay.ago': 'vor {seconds} s',
  'replay.then': 'Da vor {seconds} s',
  'replay.keys': 'Pfeiltasten nach links und rechts gehen um 1 Sekunde, nach oben und unten um 5.',
  'scene.note.learned':
    'Zeichen auf einem langsam gelernten Bild des Ortes: Was nur eine Weile bleibt, ist nicht darin. Von dem, was sich bewegt, werden nur Klasse und Ort gezeigt, auf 1 % der Ansicht gerundet. Die Größe folgt aus dem Ort.',
  'drawing.label.learned': 'Der Ort, soweit er bekannt ist. Linien: {count}.',
  'moved.title': 'Die Kamera wurde bewegt; das Bild wird neu gelernt.',
  'moved.text': 'Bemerkt: {time}. Bitte prüfen Sie, ob Linien, Masken und Grenze noch passen.',

  'settings.background': 'Hintergrund der laufenden Szene',
  'settings.background.text':
    'Die laufende Szene kann den Ort selbst zeigen, langsam gelernt und auf diesem Gerät behalten. Was noch nicht bekannt ist, bleibt leer.',
  'background.usual': 'Üblich',
  'background.usual.text': 'Ein Teil wird gezeigt, wenn er mehr als eine Stunde lang gleich ausgesehen hat.',
  'background.strict': 'Streng',
  'background.strict.text':
    'Für draußen, wo Menschen lange sitzen oder stehen: mehr als neun Stunden, an zwei verschiedenen Tagen.',
  'background.off': 'Aus',
  'background.off.text': 'Nichts wird gelernt oder behalten; die laufende Szene ist eine neutrale Zeichnung.',

  'camera.tab.aim': 'Ausrichten',
  'aim.title': 'Kamera ausrichten',
  'aim.shown':
    'Sie sehen ein grobes Bild, höchstens 160 Punkte breit, alle 2 Sekunden und höchstens 10 Minuten lang; Menschen und alles, was sich bewegt, sind ausgefüllt.',
  'aim.logged':
    'Ihr Name und die Zeit werden in das Protokoll geschrieben und stehen auf der öffentlichen Seite dieser Kamera.',
  'aim.left': 'Noch übrig: {left} von {most} Malen in 30 Tagen.',
  'aim.left.more': 'Noch übrig: {left}.',
  'aim.next': 'Das nächste Mal wird frei: {time}.',
  'aim.begin': 'Ausrichten beginnen',
  'aim.spent': 'Kein Mal ist übrig: Diese Kamera wurde in den letzten 30 Tagen {most}-mal ausgerichtet.',
  'aim.spent.text':
    'Wenn es früher sein muss, bitten Sie die Datenschutzbeauftragte oder den Datenschutzbeauftragten, ein weiteres Mal zu erlauben.',
  'aim.busy': '{name} richtet diese Kamera gerade aus, längstens bis {time}.',
  'aim.unavailable':
    'Diese Kamera lässt sich jetzt nicht ausrichten: Sie läuft nicht, oder sie hat kein Objektiv.',
  'aim.noLens': 'Diese Kamera ist simuliert: Sie hat kein Objektiv, das sich ausrichten ließe.',
  'aim.rest': 'noch {time}',
  'aim.end': 'Jetzt beenden',
  'aim.waiting': 'Das erste Bild kommt gleich …',
  'aim.lost': 'Keine Verbindung. Diese Seite versucht es von selbst wieder.',
  'aim.quiet': 'Seit {seconds} Sekunden kam kein neues Bild.',
  'aim.picture': 'Grobes Bild der Ansicht, alle Menschen ausgefüllt, alle 2 Sekunden neu',
  'aim.back': 'Sie können diese Seite verlassen und bis {time} zurückkommen: Das bleibt dasselbe Mal.',
  'aim.ended': 'Das Ausrichten ist beendet.',
  'aim.hint.title': 'Schaut die Kamera dahin, wohin sie soll?',
  'aim.hint.link': 'Kamera nach einem groben Bild ausrichten',
  'aim.grant': 'Ein weiteres Mal erlauben',
  'aim.grant.title': 'Darf {id} ein weiteres Mal ausgerichtet werden?',
  'aim.grant.text':
    'Wer Kameras einrichtet, darf dann noch einmal 10 Minuten lang sehen. Ihr Name steht im Protokoll.',
  'aim.grant.confirm': 'Erlauben',
  'aim.granted': 'Ein weiteres Mal ist erlaubt.',
  'aim.dpo': 'Das Bild sehen nur jene, die Kameras einrichten. Sie können ein weiteres Mal erlauben.',

  'approve.title': 'Teile des Hintergrunds früher zeigen',
  'approve.text':
    'Ein Teil, der wartet, kann sofort gezeigt werden, wenn Sie sehen, dass niemand darin ist. Sie entscheiden Quadrat für Quadrat; Ihre Antworten stehen im Protokoll.',
  'approve.question': 'Ist jemand in diesem Quadrat?',
  'approve.nobody': 'Niemand da',
  'approve.skip': 'Nicht sicher, weiter',
  'approve.key': 'Taste {key}',
  'approve.progress': 'Freigegeben: {approved}. Ausgelassen: {skipped}. Es warten: {left}.',
  'approve.progress.label': 'Quadrate, die Sie angesehen haben',
  'approve.none':
    'Im Augenblick lässt sich kein Teil freigeben. Neue erscheinen hier, während Sie ausrichten.',
  'approve.all': 'Sie haben jeden Teil angesehen, der wartet.',
  'approve.again': 'Die ausgelassenen noch einmal ansehen',
  'approve.enlarged': 'Das Quadrat, um das es geht, mit seiner Umgebung, vergrößert',
  'approve.moved': 'In jenem Quadrat hat sich etwas geändert; hier ist ein anderes.',
};
