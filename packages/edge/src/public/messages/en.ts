import { certificateEn } from './certificate/en.ts';
import { numbersEn } from './numbers/en.ts';
import { reportEn } from './report/en.ts';

/** English: the texts that every other language must have. `{name}` is replaced by a value. */
export const en = {
  ...certificateEn,
  ...numbersEn,
  ...reportEn,
  skip: 'Skip to the content',
  'page.title': 'What this camera does',
  'page.camera': 'Camera {id}',
  'footer.asOf': 'As of {time}.',
  'footer.all': 'All cameras here',
  'footer.language': 'Language',

  'purpose.site-safety': 'Site safety',
  'purpose.street-statistics': 'Street statistics',
  'lead.site-safety': 'It counts vehicles and people on one bounded ground. It cannot tell who anybody is.',
  'lead.street-statistics': 'It counts how many people and vehicles pass. It cannot tell who anybody is.',
  'state.running': 'Running',
  'state.paused': 'Paused',
  'state.not-running': 'Not running',
  'state.running.text': 'A program looks at its pictures now.',
  'state.paused.text': 'Nothing looks at its pictures now.',
  'state.paused.since': 'Since {time}.',
  'state.not-running.text': 'Nothing looks at its pictures now.',
  why: 'Why it is here',
  since: 'Set up on {date}.',
  until: 'Its last day is {date}. Then it stops by itself.',
  'until.none': 'No last day is set.',

  simulated: 'This camera is invented: behind it there is no lens and nobody.',
  'other.title': 'Another system sees these pictures too',
  'other.text':
    'Its name is {name}. This page speaks for Outis alone. What the other system does with the pictures, Outis does not know: please ask the responsible.',
  'other.state': 'Outis takes nothing from the other system now.',
  'sign.old.title': 'The sign was made before a change',
  'sign.old.text': 'What stands on this page holds. Please tell the responsible that the sign is old.',
  'sign.old.codes': 'Code on the sign: {scanned}. Code of a new sign: {current}.',

  'who.title': 'Who is responsible',
  'who.owner': 'Responsible',
  'who.contact': 'Contact',
  'who.contact.none': 'No contact is given.',
  'who.site': 'Site',
  'who.site.contact': 'Contact of the site',
  'who.dpo': 'Data protection officer',
  'who.place': 'Place',
  'who.place.link': 'Show {place} on OpenStreetMap (another website)',
  'who.rights':
    'You can ask them what this camera does, object to it, and complain to your data protection authority.',

  'does.title': 'What it does with a picture',
  'does.receive':
    'Another system sees these pictures and detects in them: {name}. Outis receives what it says. Of that it takes the kind (person, bicycle, motorcycle, car, bus, truck, and helmet or vest where it tells them), the place in the view, how sure it is and the time. Names, number plates, pictures and everything else are dropped at once.',
  'does.process':
    'Each picture is looked at in the memory of one computer and is then overwritten. What stays of what passes is the kind (person, bicycle, motorcycle, car, bus, truck) and the place in the view.',
  'does.count.site-safety':
    'It counts what crosses a line, by kind and direction: cars per quarter of an hour, everything else per hour.',
  'does.count.street-statistics':
    'It counts what crosses a line, by kind and direction, per quarter of an hour; buses and lorries per hour. Where it is set up for it, it also counts turning movements, speeds and stays of vehicles per day, and near misses per week. Numbers of people and near misses are given out from 6 o’clock the next morning.',
  'does.warn':
    'It warns of dangers at set places. A warning names the place, the danger, the time and what is there (person, car, lorry …), never who, and goes to the responsible at once. With it goes a drawing of at most 20 seconds.',
  'does.warn.of': 'Warned of: {rules}.',
  'does.warn.trial': 'On trial, without a warning: {rules}.',
  'does.lines': 'Lines at which it counts: {count}.',
  'does.lines.none': 'It has no line yet, so it counts nothing.',
  'does.live.site-safety':
    'Users who may do so can watch a drawing of people and vehicles: kind and place, rounded to 1 % of the view, never a picture of them. It stops after 10 minutes. With more than 20 people in view it shows vehicles only.',
  'does.live.street-statistics':
    'Nobody can watch live, not even the responsible. Only to point the camera may an installer look through it.',
  'does.pause':
    'It can be paused, by hand or every week at set times. Then the connection to the camera is closed and no program looks at its pictures. Who paused it is written down.',
  'does.pause.other':
    'It can be paused, by hand or every week at set times. Then Outis takes nothing from the other system, which may go on looking. Who paused it is written down.',
  'does.background.usual':
    'It learns a coarse picture of the ground, which is shown behind the drawing. A piece of it enters only when it has looked the same for more than an hour and nobody was detected there. Somebody who stays longer in one place without moving, and is never detected, could enter it.',
  'does.background.strict':
    'It learns a coarse picture of the ground, which is shown behind the drawing. A piece of it enters only when it has looked the same for more than nine hours, on two days, and nobody was detected there. Somebody who stays longer in one place without moving, and is never detected, could enter it.',
  'does.background.drawn':
    'It learns its ground within minutes, because its film was drawn: there is nobody in it.',
  'does.aim':
    'To point the camera, an installer may look through it: at most 160 points wide, one picture in 2 seconds, with what was detected and what moves filled in, for at most 10 minutes and three times in 30 days. More often only if the data protection officer grants it.',

  'watched.title': 'Watched live this week',
  'watched.minute': 'minute',
  'watched.minutes': 'minutes',
  'watched.text': 'For so long somebody had the drawing open.',
  'watched.log': 'Who it was, and when, is written into a log that the data protection officer can read.',
  'aim.title': 'Who looked through it to point it',
  'aim.none': 'Nobody in the last 30 days.',
  'aim.text': 'In the last 30 days, through a coarse picture with people and vehicles filled in.',
  'aim.use': '{from} to {to}: {user}',
  'aim.now': 'since {from}: {user}',

  'never.title': 'What it never does',
  'never.picture': 'It records no film and no picture of who passes.',
  'never.recognise': 'It detects no face, no licence plate, no age, no sex and no emotion.',
  'never.follow': 'It follows nobody from one camera or one day to another.',
  'never.record': 'It keeps no record, list or score of a person.',
  'never.live': 'It has no live scene and raises no alarm about people.',
  'never.sound': 'It listens to no sound.',

  'kept.title': 'What is kept, and for how long',
  'kept.counts.site-safety':
    'Numbers by line, kind and direction: cars per quarter of an hour, everything else per hour. They are deleted after 2 years.',
  'kept.counts.street-statistics':
    'Numbers by line or zone, kind and direction, per quarter of an hour or longer. They are deleted after 2 years.',
  'kept.nothing': 'Nothing else of what passes: no picture, no path, not the moment of a single passage.',
  'kept.nothing.alerts':
    'Nothing else of what passes: no picture, no path for longer than a warning, not the moment of a single passage.',
  'kept.alerts':
    'A warning with its time and its drawing until it is dealt with, for at most 72 hours. Then it is a number in its week and its hour of the day, for 2 years.',
  'kept.background':
    'The coarse picture of the ground, encrypted, until the camera is moved, changed or removed.',
  'kept.noise':
    'Random noise is added to every number before it leaves, and small numbers are hidden: no single passage can be read from them.',

  'model.title': 'What finds people and vehicles',
  'model.name': 'Model',
  'model.licence': 'Licence',
  'model.accuracy': 'Accuracy',
  'model.accuracy.ap50':
    'Average precision on pictures that it had not seen: {list}. A class that is missing was not measured.',
  'class.person': 'person',
  'class.bicycle': 'bicycle',
  'class.motorcycle': 'motorcycle',
  'class.car': 'car',
  'class.bus': 'bus',
  'class.truck': 'truck',
  'model.accuracy.none': 'Has not been measured.',
  'model.unreviewed': 'Unreviewed model',
  'model.unreviewed.text': 'The makers of Outis have not checked how well this model counts.',
  'model.none': 'No model is loaded.',
  'model.simulated': 'There is none: what is counted here is simulated.',

  'changes.pending.title': 'About to change',
  'changes.pending.text':
    'This change lets the camera do more. It waits for 72 hours, or until a different person, the data protection officer, approves it.',
  'changes.pending.effective': 'Takes effect on {time} at the latest, unless it is refused or withdrawn.',
  'changes.asked.user': 'Asked for on {time} by a user.',
  'changes.asked.file': 'Asked for on {time} in the configuration of this installation.',
  'changes.title': 'What was changed',
  'changes.none': 'Nothing yet that would let this camera do more.',
  'changes.field.purpose': 'Purpose',
  'changes.field.masks': 'Hidden areas',
  'changes.field.boundary': 'The ground that it looks at',
  'changes.field.until': 'Last day',
  'changes.field.background': 'Picture of the ground',
  'changes.field.rules': 'Kinds of warnings',
  'changes.field.pauses': 'Weekly pauses',
  'rule.helmet': 'Helmet missing',
  'rule.vest': 'Vest missing',
  'rule.exclusion': 'Person in a danger zone',
  'rule.proximity': 'Person near a moving vehicle',
  'rule.blocked': 'Escape route blocked',
  'background.usual': 'learned within hours',
  'background.strict': 'learned within days',
  'background.off': 'not learned',
  'changes.field.model': 'Model',
  'changes.now': 'Now',
  'changes.then': 'Then',
  'changes.before': 'Before',
  'changes.after': 'Asked for',
  'changes.areas': 'areas: {count}',
  'changes.effective': 'In effect since {time}.',
  'changes.effective.waited': 'In effect since {time}, after 72 hours of waiting.',
  'changes.effective.approved':
    'In effect since {time}, approved by a different person, the data protection officer.',
  'changes.refused': 'Refused on {time} by a different person, the data protection officer.',
  'changes.withdrawn': 'Withdrawn on {time}.',
  'changes.older': 'Older changes that are not shown: {count}.',

  'key.title': 'How to check',
  'key.text':
    'What this installation signs, such as its log of use, it signs with the key of this fingerprint:',
  'key.how': 'Whoever is given a signed file can check it with {command}. It must name the same fingerprint.',

  'list.title': 'Cameras',
  'list.lead': 'What each camera here does, for everybody who passes.',
  'list.none': 'There is no camera.',
  'list.map': 'Map of the cameras',
  'list.map.note': 'North is up. The numbers are those of the list.',
  'list.map.north': 'N',
  'list.pending': 'About to change',

  'sign.headline.site-safety': 'This camera counts vehicles and people on this ground',
  'sign.headline.street-statistics': 'This camera counts vehicles and people who pass',
  'sign.picture': 'No film and no picture of who passes is recorded.',
  'sign.recognise': 'Nobody is recognised: no face, no licence plate.',
  'sign.live.site-safety': 'Users can watch a drawing, never a film. The page says for how many minutes.',
  'sign.live.street-statistics':
    'Nobody can watch live, but for pointing the camera. Numbers of people are given out the next morning.',
  'sign.sound': 'No sound is listened to.',
  'sign.kept': 'Numbers are kept for 2 years.',
  'sign.until': 'Last day',
  'sign.other': 'Another system also sees these pictures: {name}. What follows holds for Outis alone.',
  'sign.scan': 'See what this camera does now',
  'sign.made': 'Sign {stamp}, made on {date}',
  'sign.draft': 'Draft: this address can only be reached on this machine',
} as const;
