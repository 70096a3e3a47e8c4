/** Texts of the numbers on the public page. `{name}` is replaced by a value. */
export const numbersEn = {
  'numbers.title': 'What was counted',
  'numbers.lead': 'Yesterday was {day}. The seven days end with it.',
  'numbers.none': 'Nothing of these days is released yet.',
  'numbers.yesterday': 'yesterday',
  'numbers.week': 'seven days',
  'numbers.line': 'Line {id}',
  'numbers.flows': 'Line {id} on a neutral drawing; the arrows are as wide as the numbers of the seven days',
  'numbers.split': 'How the traffic is made up, seven days',
  'numbers.curve': 'Hour by hour: {class}',
  'numbers.hidden': 'hidden',
  'numbers.hiddenParts': 'hidden parts: {count}',
  'numbers.speeds': 'Speeds of yesterday, km/h',
  'numbers.speeds.text':
    'V85: 85 of 100 were slower. Computed from released numbers, never from single passages.',
  'numbers.zone': 'Zone',
  'numbers.passages': 'Passages',
  'numbers.mean': 'Mean',
  'numbers.moves': 'Turning movements',
  'numbers.moves.text':
    'Who came over one line and later over another, each passage once. Rows: where from; columns: where to.',
  'numbers.moves.fromTo': 'from ↓ to →',
  'numbers.moves.drawing':
    'Neutral drawing with an arrow for each movement, as wide as its number of the seven days',
  'numbers.moves.all': 'all classes',
  'numbers.moves.more': 'Yesterday, and each class',
  'numbers.dwells': 'How long vehicles stayed yesterday',
  'numbers.dwells.text': 'Stays in a zone by their length. Persons are never timed.',
  'numbers.dwells.of': '{class}, zone {zone}',
  'numbers.minutes': 'min',
  'numbers.allHidden': 'All of these numbers are hidden: they are small.',
  'numbers.near': 'Near misses',
  'numbers.near.text':
    'PET: seconds between one leaving a spot and another reaching it. TTC: seconds that were left until both would have met. Small is close. Told by week, the morning after.',
  'numbers.near.week': 'Week from {day}.',
  'numbers.near.pair': '{a} and {b}',
  'numbers.near.where': 'Where they were, all classes together: the darker, the more.',
  'numbers.near.squares': 'The darkest square: {most}. Hidden: {hidden} of {all} squares.',
  'numbers.watched': 'How much of the time was watched',
  'numbers.watched.text':
    'Yesterday {yesterday} %, in the seven days {week} %. Hours that were not watched are hatched; they are not zeros.',
  'numbers.read.title': 'How to read this',
  'numbers.read.noise':
    'Each number has random noise added to it, once. The true number lies within ± in 95 of 100 cases; in the curves, within the band.',
  'numbers.read.hidden':
    'Numbers below {least} are hidden, and others where they would give one away. “+ 3” beside a sum: three hidden parts are not in it.',
  'numbers.read.later': 'Numbers of persons are released the next morning at six.',
  'numbers.read.epsilon':
    'What this tells of one passage: ε = {epsilon} for all numbers together. Whoever suspects a passage can become surer of it by at most a factor of {factor}, and from any single number by at most {one}.',
} as const;

/** These texts in one language. */
export type NumbersMessages = Readonly<Record<keyof typeof numbersEn, string>>;
