/** English: pausing a camera. */
export const pauseEn = {
  'pause.do': 'Pause',
  'pause.do.name': 'Pause {id}',
  'pause.goOn': 'Go on',
  'pause.goOn.name': 'Let {id} go on',
  'pause.stay': 'Stay paused',
  'pause.stay.name': 'Let {id} stay paused',
  'pause.what': 'Closes the stream; nothing looks.',
  'pause.since': 'Paused since {time}: the stream is closed; nothing looks.',
  'pause.scheduled':
    'Paused by its schedule until {time}: the stream is closed; nothing looks. Nobody ends this early.',
  'pause.scheduled.always':
    'Paused by its schedule: the stream is closed; nothing looks. Nobody ends this early.',
  'pause.both': 'Paused by its schedule until {time}, and it stays paused then.',
  'pause.both.always': 'Paused by its schedule, and by hand.',
  'pause.next': 'Next scheduled pause: {time}.',
  'pause.others': 'An operator or installer lets it go on.',
  'scene.closed': 'Paused',
  'scene.closed.hint': 'The stream is closed; nothing looks.',
  'actor.schedule': 'The schedule',
  'actor.mqtt': 'MQTT',
} as const;
