import type { PublicMessages } from '../words.ts';
import { certificateDe } from './certificate/de.ts';
import { numbersDe } from './numbers/de.ts';
import { reportDe } from './report/de.ts';

/** German. */
export const de: PublicMessages = {
  ...certificateDe,
  ...numbersDe,
  ...reportDe,
  skip: 'Zum Inhalt springen',
  'page.title': 'Was diese Kamera tut',
  'page.camera': 'Kamera {id}',
  'footer.asOf': 'Stand: {time}.',
  'footer.all': 'Alle Kameras hier',
  'footer.language': 'Sprache',

  'purpose.site-safety': 'Sicherheit auf dem Gelände',
  'purpose.street-statistics': 'Verkehrsstatistik',
  'lead.site-safety':
    'Sie zählt Fahrzeuge und Personen auf einem abgegrenzten Gelände. Sie kann nicht sagen, wer jemand ist.',
  'lead.street-statistics':
    'Sie zählt, wie viele Personen und Fahrzeuge vorbeikommen. Sie kann nicht sagen, wer jemand ist.',
  'state.running': 'Läuft',
  'state.paused': 'Pausiert',
  'state.not-running': 'Läuft nicht',
  'state.running.text': 'Ein Programm wertet ihre Bilder jetzt aus.',
  'state.paused.text': 'Ihre Bilder werden jetzt nicht ausgewertet.',
  'state.paused.since': 'Seit {time}.',
  'state.not-running.text': 'Ihre Bilder werden jetzt nicht ausgewertet.',
  why: 'Warum sie hier ist',
  since: 'Eingerichtet am {date}.',
  until: 'Ihr letzter Tag ist der {date}. Danach schaltet sie sich selbst ab.',
  'until.none': 'Ein letzter Tag ist nicht festgelegt.',

  simulated: 'Diese Kamera ist erfunden: Dahinter ist kein Objektiv und niemand.',
  'other.title': 'Ein anderes System sieht diese Bilder auch',
  'other.text':
    'Es heißt {name}. Diese Seite spricht nur für Outis. Was das andere System mit den Bildern tut, weiß Outis nicht: Bitte fragen Sie die Verantwortlichen.',
  'other.state': 'Outis nimmt jetzt nichts vom anderen System an.',
  'sign.old.title': 'Das Schild stammt aus der Zeit vor einer Änderung',
  'sign.old.text':
    'Es gilt, was auf dieser Seite steht. Bitte sagen Sie den Verantwortlichen, dass das Schild veraltet ist.',
  'sign.old.codes': 'Kennung des Schildes: {scanned}. Kennung eines neuen Schildes: {current}.',

  'who.title': 'Wer verantwortlich ist',
  'who.owner': 'Verantwortlich',
  'who.contact': 'Kontakt',
  'who.contact.none': 'Ein Kontakt ist nicht angegeben.',
  'who.site': 'Standort',
  'who.site.contact': 'Kontakt des Standorts',
  'who.dpo': 'Datenschutzbeauftragte Person',
  'who.place': 'Ort',
  'who.place.link': '{place} auf OpenStreetMap zeigen (eine andere Website)',
  'who.rights':
    'Sie können dort fragen, was diese Kamera tut, ihr widersprechen und sich bei Ihrer Datenschutzbehörde beschweren.',

  'does.title': 'Was mit einem Bild geschieht',
  'does.receive':
    'Ein anderes System sieht diese Bilder und erkennt darin: {name}. Outis empfängt, was es sagt. Davon nimmt es die Art (Person, Fahrrad, Motorrad, Auto, Bus, Lastwagen, und Helm oder Weste, wo es sie nennt), den Ort in der Ansicht, wie sicher es ist und die Zeit. Namen, Kennzeichen, Bilder und alles andere werden sofort verworfen.',
  'does.process':
    'Jedes Bild wird im Arbeitsspeicher eines Rechners ausgewertet und dann überschrieben. Von dem, was vorbeikommt, bleiben die Art (Person, Fahrrad, Motorrad, Auto, Bus, Lastwagen) und der Ort in der Ansicht.',
  'does.count.site-safety':
    'Sie zählt, was eine Linie überquert, nach Art und Richtung: Autos je Viertelstunde, alles andere je Stunde.',
  'does.count.street-statistics':
    'Sie zählt, was eine Linie überquert, nach Art und Richtung, je Viertelstunde; Busse und Lastwagen je Stunde. Wo sie dafür eingerichtet ist, zählt sie auch Abbiegeströme, Tempo und Aufenthalte von Fahrzeugen je Tag und Beinahe-Unfälle je Woche. Zahlen von Personen und Beinahe-Unfällen werden am nächsten Morgen ab 6 Uhr herausgegeben.',
  'does.warn':
    'Sie warnt vor Gefahren an festgelegten Stellen. Eine Warnung nennt die Stelle, die Gefahr, die Zeit und was dort ist (Person, Auto, Lastwagen …), nie wer, und geht sofort an die Verantwortlichen. Dazu gehört eine Zeichnung von höchstens 20 Sekunden.',
  'does.warn.of': 'Gewarnt wird vor: {rules}.',
  'does.warn.trial': 'Auf Probe, ohne Warnung: {rules}.',
  'does.lines': 'Linien, an denen sie zählt: {count}.',
  'does.lines.none': 'Sie hat noch keine Linie und zählt deshalb nichts.',
  'does.live.site-safety':
    'Benutzer, die das dürfen, können eine Zeichnung von Personen und Fahrzeugen ansehen: Art und Ort, auf 1 % der Ansicht gerundet, nie ein Bild von ihnen. Sie hält nach 10 Minuten an. Bei mehr als 20 Personen zeigt sie nur Fahrzeuge.',
  'does.live.street-statistics':
    'Niemand kann live zusehen, auch die Verantwortlichen nicht. Nur um die Kamera auszurichten, darf ein Einrichter hindurchsehen.',
  'does.pause':
    'Sie kann angehalten werden, von Hand oder jede Woche zu festen Zeiten. Dann ist die Verbindung zur Kamera getrennt, und kein Programm wertet ihre Bilder aus. Wer sie angehalten hat, wird aufgeschrieben.',
  'does.pause.other':
    'Sie kann angehalten werden, von Hand oder jede Woche zu festen Zeiten. Dann nimmt Outis nichts vom anderen System an, das weiter zusehen kann. Wer sie angehalten hat, wird aufgeschrieben.',
  'does.background.usual':
    'Sie lernt ein grobes Bild des Geländes, das hinter der Zeichnung steht. Ein Stück kommt erst hinein, wenn es länger als eine Stunde gleich ausgesehen hat und dort niemand erkannt wurde. Wer länger reglos an einer Stelle bleibt und nie erkannt wird, könnte hineinkommen.',
  'does.background.strict':
    'Sie lernt ein grobes Bild des Geländes, das hinter der Zeichnung steht. Ein Stück kommt erst hinein, wenn es länger als neun Stunden, an zwei Tagen, gleich ausgesehen hat und dort niemand erkannt wurde. Wer länger reglos an einer Stelle bleibt und nie erkannt wird, könnte hineinkommen.',
  'does.background.drawn':
    'Sie lernt ihr Gelände in Minuten, weil ihr Film gezeichnet ist: Es ist niemand darin.',
  'does.aim':
    'Um die Kamera auszurichten, darf ein Einrichter hindurchsehen: höchstens 160 Punkte breit, ein Bild in 2 Sekunden, Erkanntes und Bewegtes ausgefüllt, höchstens 10 Minuten und dreimal in 30 Tagen. Öfter nur, wenn die datenschutzbeauftragte Person es gewährt.',

  'watched.title': 'In dieser Woche live angesehen',
  'watched.minute': 'Minute',
  'watched.minutes': 'Minuten',
  'watched.text': 'So lange hatte jemand die Zeichnung geöffnet.',
  'watched.log':
    'Wer das war und wann, steht in einem Protokoll, das die datenschutzbeauftragte Person lesen kann.',
  'aim.title': 'Wer hindurchgesehen hat, um sie auszurichten',
  'aim.none': 'In den letzten 30 Tagen niemand.',
  'aim.text':
    'In den letzten 30 Tagen, durch ein grobes Bild, in dem Personen und Fahrzeuge ausgefüllt sind.',
  'aim.use': '{from} bis {to}: {user}',
  'aim.now': 'seit {from}: {user}',

  'never.title': 'Was sie nie tut',
  'never.picture': 'Sie nimmt keinen Film auf und kein Bild von denen, die vorbeikommen.',
  'never.recognise':
    'Sie erkennt kein Gesicht, kein Kennzeichen, kein Alter, kein Geschlecht und kein Gefühl.',
  'never.follow': 'Sie verfolgt niemanden von einer Kamera zur anderen oder von einem Tag zum anderen.',
  'never.record': 'Sie führt keine Aufzeichnung, Liste oder Bewertung einer Person.',
  'never.live': 'Sie hat keine Live-Ansicht und schlägt keinen Alarm wegen Personen.',
  'never.sound': 'Sie hört keinen Ton.',

  'kept.title': 'Was aufbewahrt wird und wie lange',
  'kept.counts.site-safety':
    'Zahlen nach Linie, Art und Richtung: Autos je Viertelstunde, alles andere je Stunde. Sie werden nach 2 Jahren gelöscht.',
  'kept.counts.street-statistics':
    'Zahlen nach Linie oder Zone, Art und Richtung, je Viertelstunde oder länger. Sie werden nach 2 Jahren gelöscht.',
  'kept.nothing':
    'Sonst nichts von dem, was vorbeikommt: kein Bild, kein Weg, kein Zeitpunkt eines einzelnen Durchgangs.',
  'kept.nothing.alerts':
    'Sonst nichts von dem, was vorbeikommt: kein Bild, kein Weg, der länger bleibt als eine Warnung, kein Zeitpunkt eines einzelnen Durchgangs.',
  'kept.alerts':
    'Eine Warnung mit Zeit und Zeichnung, bis sie erledigt ist, höchstens 72 Stunden. Danach ist sie eine Zahl in ihrer Woche und ihrer Stunde des Tages, 2 Jahre lang.',
  'kept.background':
    'Das grobe Bild des Geländes, verschlüsselt, bis die Kamera bewegt, geändert oder entfernt wird.',
  'kept.noise':
    'Jeder Zahl wird zufälliges Rauschen beigegeben, bevor sie das Gerät verlässt, und kleine Zahlen werden verdeckt: Ein einzelner Durchgang ist nicht daraus abzulesen.',

  'model.title': 'Was Personen und Fahrzeuge findet',
  'model.name': 'Modell',
  'model.licence': 'Lizenz',
  'model.accuracy': 'Genauigkeit',
  'model.accuracy.ap50':
    'Mittlere Genauigkeit auf Bildern, die es nicht kannte: {list}. Was fehlt, wurde nicht gemessen.',
  'class.person': 'Person',
  'class.bicycle': 'Fahrrad',
  'class.motorcycle': 'Motorrad',
  'class.car': 'Auto',
  'class.bus': 'Bus',
  'class.truck': 'Lastwagen',
  'model.accuracy.none': 'Wurde nicht gemessen.',
  'model.unreviewed': 'Ungeprüftes Modell',
  'model.unreviewed.text': 'Die Entwickler von Outis haben nicht geprüft, wie gut dieses Modell zählt.',
  'model.none': 'Es ist kein Modell geladen.',
  'model.simulated': 'Es gibt keines: Was hier gezählt wird, ist simuliert.',

  'changes.pending.title': 'Wird sich ändern',
  'changes.pending.text':
    'Mit dieser Änderung darf die Kamera mehr. Sie wartet 72 Stunden oder bis eine andere Person, die datenschutzbeauftragte, zustimmt.',
  'changes.pending.effective': 'Gilt spätestens ab {time}, wenn sie nicht abgelehnt oder zurückgezogen wird.',
  'changes.asked.user': 'Beantragt am {time} von einem Benutzer.',
  'changes.asked.file': 'Beantragt am {time} in der Konfiguration dieser Anlage.',
  'changes.title': 'Was geändert wurde',
  'changes.none': 'Bisher nichts, womit diese Kamera mehr dürfte.',
  'changes.field.purpose': 'Zweck',
  'changes.field.masks': 'Abgedeckte Bereiche',
  'changes.field.boundary': 'Das Gelände, das sie ansieht',
  'changes.field.until': 'Letzter Tag',
  'changes.field.background': 'Bild des Geländes',
  'changes.field.rules': 'Arten von Warnungen',
  'changes.field.pauses': 'Wöchentliche Pausen',
  'rule.helmet': 'Helm fehlt',
  'rule.vest': 'Weste fehlt',
  'rule.exclusion': 'Person in einer Gefahrenzone',
  'rule.proximity': 'Person nah an einem fahrenden Fahrzeug',
  'rule.blocked': 'Fluchtweg blockiert',
  'background.usual': 'in Stunden gelernt',
  'background.strict': 'in Tagen gelernt',
  'background.off': 'nicht gelernt',
  'changes.field.model': 'Modell',
  'changes.now': 'Jetzt',
  'changes.then': 'Dann',
  'changes.before': 'Vorher',
  'changes.after': 'Beantragt',
  'changes.areas': 'Bereiche: {count}',
  'changes.effective': 'Gilt seit {time}.',
  'changes.effective.waited': 'Gilt seit {time}, nach 72 Stunden Wartezeit.',
  'changes.effective.approved':
    'Gilt seit {time}, mit Zustimmung einer anderen Person, der datenschutzbeauftragten.',
  'changes.refused': 'Abgelehnt am {time} von einer anderen Person, der datenschutzbeauftragten.',
  'changes.withdrawn': 'Zurückgezogen am {time}.',
  'changes.older': 'Ältere Änderungen, die nicht gezeigt werden: {count}.',

  'key.title': 'Wie man das prüft',
  'key.text':
    'Was diese Anlage unterschreibt, etwa ihr Nutzungsprotokoll, unterschreibt sie mit dem Schlüssel dieses Fingerabdrucks:',
  'key.how':
    'Wer eine unterschriebene Datei bekommt, kann sie mit {command} prüfen. Dort muss derselbe Fingerabdruck stehen.',

  'list.title': 'Kameras',
  'list.lead': 'Was jede Kamera hier tut, für alle, die vorbeikommen.',
  'list.none': 'Es gibt keine Kamera.',
  'list.map': 'Karte der Kameras',
  'list.map.note': 'Norden ist oben. Die Nummern sind die der Liste.',
  'list.map.north': 'N',
  'list.pending': 'Wird sich ändern',

  'sign.headline.site-safety': 'Diese Kamera zählt Fahrzeuge und Personen auf diesem Gelände',
  'sign.headline.street-statistics': 'Diese Kamera zählt, wie viele Fahrzeuge und Personen vorbeikommen',
  'sign.picture': 'Kein Film und kein Bild von Vorbeikommenden wird aufgenommen.',
  'sign.recognise': 'Niemand wird erkannt: kein Gesicht, kein Kennzeichen.',
  'sign.live.site-safety':
    'Benutzer können eine Zeichnung ansehen, nie einen Film. Wie viele Minuten, steht auf der Seite.',
  'sign.live.street-statistics':
    'Niemand kann live zusehen, außer um die Kamera auszurichten. Zahlen von Personen gibt es erst am nächsten Morgen.',
  'sign.sound': 'Kein Ton wird gehört.',
  'sign.kept': 'Zahlen werden 2 Jahre aufbewahrt.',
  'sign.until': 'Letzter Tag',
  'sign.other': 'Auch ein anderes System sieht diese Bilder: {name}. Was folgt, gilt nur für Outis.',
  'sign.scan': 'Was diese Kamera jetzt tut',
  'sign.made': 'Schild {stamp}, erstellt am {date}',
  'sign.draft': 'Entwurf: Diese Adresse ist nur auf diesem Rechner erreichbar',
};
