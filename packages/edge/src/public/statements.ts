import type { PublicFacts } from './facts.ts';
import type { PublicKey } from './words.ts';

/** A sentence of the public page that promises something, and the tests that hold it. */
export interface Statement {
  readonly key: PublicKey;
  /** For the `{name}` places of its text. */
  readonly values?: Readonly<Record<string, string>>;
  /** File and name of each test, from the root of the project; `public.test.ts` checks that they exist. */
  readonly heldBy: readonly (readonly [file: string, test: string])[];
}

const denyList = 'packages/sight/src/detector/deny-list.test.ts';
const gate = 'packages/sight/src/detector/gate.test.ts';
const scene = 'packages/core/src/purpose/live-scene.test.ts';
const schema = 'test/conformance/sqlite-schema.test.ts';
const promises = 'test/privacy/promises.test.ts';
const answers = 'test/privacy/answers.test.ts';
const wall = 'test/privacy/wall.test.ts';
const pixels = 'test/privacy/pixels.test.ts';
const aims = 'packages/edge/src/pipeline/aim.test.ts';
const contest = 'packages/sight/src/background/contest.test.ts';
const background = 'packages/sight/src/background/background.test.ts';
const aimView = 'packages/sight/src/background/aim-viewer.test.ts';
const gateOfPixels = 'packages/edge/src/camera/pixel-gate.test.ts';
const pauses = 'packages/edge/src/pipeline/pauses.test.ts';
const kept = 'packages/edge/src/pipeline/kept-background.test.ts';

const columns = [
  schema,
  'the columns are these and no others: none is about a track, a place in the view or the instant of a passage',
] as const;

/** What no camera does, whatever its purpose. */
const never: readonly Statement[] = [
  {
    key: 'never.picture',
    heldBy: [
      [answers, 'no route answers a picture, an address of one, or a track'],
      [pixels, 'blocks of the ground leave by the live scene alone, the aim view by its own stream'],
      [wall, 'the edge does not hold the pipe of pictures: it runs from ffmpeg to sight alone'],
      [wall, 'from inside sight: no file, network, child, worker, inspector'],
    ],
  },
  {
    key: 'never.recognise',
    heldBy: [
      [denyList, 'what Outis never detects is denied, however it is written'],
      [gate, 'an embedding alone, a classifier and a recogniser are refused'],
    ],
  },
  {
    key: 'never.follow',
    heldBy: [[scene, 'an id stays for a minute and is then drawn anew'], columns],
  },
  {
    key: 'never.sound',
    heldBy: [
      [promises, 'the decoder gives pictures only, and opens no protocol or container beyond a fixed list'],
    ],
  },
];

/** What a camera of this purpose never does, in the order of the page. */
export function neverStatements({ camera }: PublicFacts): readonly Statement[] {
  const own: Statement =
    camera.purpose === 'site-safety'
      ? { key: 'never.record', heldBy: [columns] }
      : {
          key: 'never.live',
          heldBy: [
            ['packages/edge/src/http/server.test.ts', 'a street has no scene, under any name'],
            [
              'test/e2e/cameras.test.ts',
              'a street camera: no scene, and on disk nothing finer than 15 minutes',
            ],
          ],
        };
  return [...never.slice(0, 3), own, ...never.slice(3)];
}

/** What a camera of this purpose does with a picture: how, what is counted, who may watch. */
export function doesStatements({ camera, aimUses, otherSystem }: PublicFacts): readonly Statement[] {
  const { purpose } = camera;
  const live: Statement['heldBy'] =
    purpose === 'site-safety'
      ? [
          [scene, 'class and foot point leave, rounded to 1 %, and nothing else'],
          [scene, 'above 20 persons vehicles only; 20 are shown'],
          [answers, 'a scene pauses by itself, is refused for a street, and the minutes watched are noted'],
        ]
      : [['packages/edge/src/http/server.test.ts', 'a street has no scene, under any name']];
  return [
    otherSystem === null
      ? {
          key: 'does.process',
          heldBy: [
            [promises, 'a message from sight is numbers and classes of the vocabulary, or it is refused'],
          ],
        }
      : { key: 'does.receive', values: { name: otherSystem }, heldBy: receiveHeldBy },
    {
      key: `does.count.${purpose}`,
      heldBy: [
        [promises, 'no purpose permits a finer count than its table'],
        [
          promises,
          'persons on a street leave the next morning at six, and nothing leaves before its interval has ended',
        ],
      ],
    },
    { key: `does.live.${purpose}`, heldBy: live },
    ...(camera.warns.length === 0 ? [] : [warnStatement]),
    otherSystem === null
      ? { key: 'does.pause', heldBy: pauseHeldBy }
      : { key: 'does.pause.other', heldBy: pauseHeldBy.slice(1) },
    ...backgroundStatements(camera),
    ...(aimUses === null ? [] : [aimStatement]),
  ];
}

/** What of another system's messages is taken, and that nothing else of them is anywhere. */
const receiveHeldBy: Statement['heldBy'] = [
  [
    'test/privacy/foreign-observations.test.ts',
    'what another system says beside class, box, score and time is nowhere: files, log, streams, answers, live scene',
  ],
  [
    'packages/core/src/wire/frigate.test.ts',
    'property: no bytes throw, and what comes out has the keys of an observation and no others',
  ],
];

/** Warnings of a site, where it gives any. */
const warnStatement: Statement = {
  key: 'does.warn',
  heldBy: [
    [
      'packages/edge/src/pipeline/safety.test.ts',
      'somebody in a hazard zone: one alert, in the turn of the step, on the machine’s clock',
    ],
    [
      'packages/edge/src/pipeline/replay-ring.test.ts',
      'property: a replay is never longer than 20 s, begins at 0 and goes forward, for any order of times',
    ],
    [
      'packages/edge/src/pipeline/replay-ring.test.ts',
      'it is what a live scene allows: class and rounded foot point, above twenty persons vehicles only',
    ],
  ],
};

const keptAlerts: Statement = {
  key: 'kept.alerts',
  heldBy: [
    [
      'test/conformance/alert-store.test.ts',
      'no table of alerts has a column or a key for a person, a track, a user or a name',
    ],
    [
      'test/privacy/alerts.test.ts',
      'after closing, and after 72 hours, no byte of an exact time or a replay is left',
    ],
    ['test/privacy/alerts.test.ts', 'a clock that is set back or forward keeps no alert longer'],
  ],
};

const pauseHeldBy: Statement['heldBy'] = [
  ['test/e2e/pause.test.ts', 'a pause closes the stream: no process, no connection, also after kill -9'],
  [pauses, 'paused by a person, MQTT and the schedule; each pause and each going on is in the log'],
  [pauses, 'a full disk or log closes a camera none the less, and does not let it go on'],
];

/** How it learns a picture of the ground, where it does. */
function backgroundStatements({ background: profile }: PublicFacts['camera']): readonly Statement[] {
  if (profile === null) return [];
  const heldBy: Statement['heldBy'] = [
    [contest, 'exactly 60 minutes of presence are not enough, one sample more is'],
    [contest, 'strict: 9 hours in all, and on two days of local time'],
    [background, 'who is detected once in 20 seconds never gets in, however long they stay'],
    [background, 'beyond the bound it is shown that it fails: two hours undetected are background'],
    [
      gateOfPixels,
      'blocks come only where a background is learned, of this picture, and not before the start',
    ],
    [kept, 'only a drawn film learns fast; a street, a simulation and one that is off learn nothing'],
  ];
  return [{ key: `does.background.${profile}`, heldBy }];
}

const aimStatement: Statement = {
  key: 'does.aim',
  heldBy: [
    [aims, 'three uses in 30 days, whoever it is; the dpo grants another, and an old one no longer counts'],
    [aims, 'after ten minutes it ends by itself, whoever looks'],
    [aimView, 'whoever was detected is filled, from the score that taints, and so is the shadow'],
    [aimView, 'who moves is filled without any detection, and for six seconds where they were'],
    [gateOfPixels, 'one picture in two seconds, however they are spread'],
    ['packages/core/src/wire/sight.test.ts', 'the limits of the background: local time, flags, sizes'],
  ],
};

const keptBackground: Statement = {
  key: 'kept.background',
  heldBy: [
    [kept, 'on disk stands no pixel, no signature and no name of a field, and nobody else may read it'],
    [kept, 'a camera that was moved forgets at once, and says since when'],
  ],
};

/** What is kept, and for how long. */
export function keptStatements({ camera }: PublicFacts): readonly Statement[] {
  return [
    {
      key: `kept.counts.${camera.purpose}`,
      heldBy: [
        [promises, 'no purpose permits a finer count than its table'],
        ['test/conformance/store.ts', 'retention deletes what began before, and not what began then'],
      ],
    },
    ...(camera.warns.length === 0 ? [] : [keptAlerts]),
    { key: camera.warns.length === 0 ? 'kept.nothing' : 'kept.nothing.alerts', heldBy: [columns] },
    ...(camera.background === null ? [] : [keptBackground]),
    {
      key: 'kept.noise',
      heldBy: [
        [
          'packages/core/src/release/discrete-laplace.test.ts',
          'neighbouring counts: over all enumerated outputs the likelihood ratio is at most e^(1/b), and it is reached',
        ],
        [
          'packages/core/src/release/published.test.ts',
          'property: nobody can work a hidden number out of all that is shown of a day',
        ],
        [promises, 'a release can be made by no literal, no `new` and no copy'],
      ],
    },
  ];
}

/** What the sign promises: short forms of sentences of the page. */
export function signStatements({ camera }: Pick<PublicFacts, 'camera'>): readonly PublicKey[] {
  return ['sign.picture', 'sign.recognise', `sign.live.${camera.purpose}`, 'sign.sound', 'sign.kept'];
}
