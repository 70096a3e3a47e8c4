/** English: the background of a scene, its last seconds, and aiming a camera. */
export const backgroundEn = {
  'known.share': '{percent} known',
  'known.unknown': 'not yet known',
  'replay.label': 'The last 20 seconds',
  'replay.now': 'now',
  'replay.ago': '{seconds} s ago',
  'replay.then': 'There {seconds} s ago',
  'replay.keys': 'Arrow keys left and right go by 1 second, up and down by 5.',
  'scene.note.learned':
    'Signs on a slowly learned picture of the place: what stays only a while is left out of it. Of what moves, only class and place are shown, rounded to 1 % of the view. Sizes come from the place.',
  'drawing.label.learned': 'The place, as far as it is known. Lines: {count}.',
  'moved.title': 'The camera was moved; the picture is learned anew.',
  'moved.text': 'Found on {time}. Please check that lines, masks and boundary still fit.',

  'settings.background': 'Background of the live scene',
  'settings.background.text':
    'The live scene can show the place itself, learned slowly and kept on this box. What is not yet known stays empty.',
  'background.usual': 'Usual',
  'background.usual.text': 'A part is shown when it has looked the same for more than an hour.',
  'background.strict': 'Strict',
  'background.strict.text':
    'For outdoors, where people sit or stand for long: more than nine hours, on two different days.',
  'background.off': 'Off',
  'background.off.text': 'Nothing is learned or kept; the live scene is a neutral drawing.',

  'camera.tab.aim': 'Aim',
  'aim.title': 'Aim the camera',
  'aim.shown':
    'You will see a coarse picture, at most 160 dots wide, every 2 seconds for at most 10 minutes; people and whatever moves are filled in.',
  'aim.logged':
    'Your name and the time are written into the log, and stand on the public page of this camera.',
  'aim.left': 'Uses left: {left} of {most} in 30 days.',
  'aim.left.more': 'Uses left: {left}.',
  'aim.next': 'The next one is free on {time}.',
  'aim.begin': 'Begin to aim',
  'aim.spent': 'No use is left: this camera was aimed {most} times in the last 30 days.',
  'aim.spent.text': 'If you need it earlier, ask the data protection officer to permit one more use.',
  'aim.busy': '{name} is aiming this camera, until {time} at the latest.',
  'aim.unavailable': 'This camera cannot be aimed now: it is not running, or it has no lens.',
  'aim.noLens': 'This camera is simulated: it has no lens that could be aimed.',
  'aim.rest': '{time} left',
  'aim.end': 'End now',
  'aim.waiting': 'Waiting for the first picture …',
  'aim.lost': 'No connection. This page tries again by itself.',
  'aim.quiet': 'No new picture for {seconds} seconds.',
  'aim.picture': 'Coarse picture of the view with everybody filled in, renewed every 2 seconds',
  'aim.back': 'You may leave this page and come back until {time}: that is still the same use.',
  'aim.ended': 'Aiming has ended.',
  'aim.hint.title': 'Does the camera look where it should?',
  'aim.hint.link': 'Aim the camera by a coarse picture',
  'aim.grant': 'Permit one more use',
  'aim.grant.title': 'Permit {id} to be aimed once more?',
  'aim.grant.text': 'An installer may then look once more for 10 minutes. Your name stands in the log.',
  'aim.grant.confirm': 'Permit',
  'aim.granted': 'One more use is permitted.',
  'aim.dpo': 'Only installers see the picture. You may permit one more use.',

  'approve.title': 'Show parts of the background earlier',
  'approve.text':
    'A part that waits may be shown at once when you see that nobody is in it. You decide square by square; your answers are logged.',
  'approve.question': 'Is anybody in this square?',
  'approve.nobody': 'Nobody there',
  'approve.skip': 'Not sure, skip',
  'approve.key': 'Key {key}',
  'approve.progress': 'Approved: {approved}. Skipped: {skipped}. Waiting: {left}.',
  'approve.progress.label': 'Squares that you have looked at',
  'approve.none': 'No part can be approved at the moment. New ones appear here while you aim.',
  'approve.all': 'You have looked at every part that waits.',
  'approve.again': 'Look at the skipped ones again',
  'approve.enlarged': 'The square in question with its surroundings, enlarged',
  'approve.moved': 'Something changed in that square; here is another one.',
} as const;

/** These texts in one language. */
export type BackgroundMessages = Readonly<Record<keyof typeof backgroundEn, string>>;
