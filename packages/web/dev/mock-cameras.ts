import { type CameraJson, type CameraState, errorTable, permitsLiveScene } from '@outis/core';

/** What a made-up camera needs to be told. */
export type CameraWords = Pick<
  CameraJson,
  'id' | 'source' | 'purpose' | 'owner' | 'reason' | 'until' | 'boundary' | 'lines'
> &
  Partial<
    Pick<
      CameraJson,
      | 'simulated'
      | 'zones'
      | 'editedInBrowser'
      | 'health'
      | 'size'
      | 'contact'
      | 'place'
      | 'masks'
      | 'sign'
      | 'background'
      | 'aim'
      | 'measures'
      | 'safety'
      | 'pause'
    >
  >;

/** A camera that has just been added. */
export function cameraOf(words: CameraWords, nowMs: number): CameraJson {
  return {
    simulated: false,
    size: { widthPx: 640, heightPx: 360 },
    contact: null,
    place: null,
    pending: [],
    sign: { stamp: '7K2M', printedStamp: null },
    wanted: null,
    masks: [],
    zones: [],
    safety: words.purpose === 'site-safety' ? { rules: [], calibration: null } : null,
    measures:
      words.purpose === 'street-statistics'
        ? {
            asked: { calibration: null, zones: [], movements: [] },
            calibration: null,
            zones: [],
            movements: [],
          }
        : null,
    editedInBrowser: false,
    liveScene: permitsLiveScene(words.purpose),
    background: words.purpose === 'site-safety' ? { profile: 'usual', movedMs: null } : null,
    aim: { left: 3, nextMs: null, current: null },
    pause: { isPaused: false, by: null, sinceMs: null, isScheduled: false, nextMs: null },
    health: healthOf('starting', nowMs),
    ...words,
    source: words.source.replace(/\/\/[^@/]*@/, '//'),
  };
}

/** The camera after somebody has paused it or let it go on. */
export function pausedOrNot(camera: CameraJson, isPaused: boolean, nowMs: number): CameraJson {
  const pause = { ...camera.pause, isPaused, by: isPaused ? ('person' as const) : null };
  return {
    ...camera,
    pause: { ...pause, sinceMs: isPaused ? nowMs : null },
    health: healthOf(isPaused ? 'paused' : 'running', nowMs),
  };
}

/** A site camera, a street camera, one that fails, and one that has just begun. */
export function mockCameras(nowMs: number, movedMs: number | null): CameraJson[] {
  return [
    cameraOf(
      {
        id: 'south-gate',
        source: 'rtsp://10.20.0.11/stream2',
        purpose: 'site-safety',
        owner: 'Site office, Maria Keller',
        reason: 'Trucks turn where people walk to the canteen; we want to know when both are there at once.',
        until: new Date(nowMs + 150 * 86_400_000).toISOString().slice(0, 10),
        boundary: [
          [0, 0.24],
          [0.62, 0.16],
          [1, 0.3],
          [1, 1],
          [0, 1],
        ],
        lines: [
          { id: 'gate', a: [0.36, 0.9], b: [0.42, 0.4] },
          { id: 'walkway', a: [0.93, 0.44], b: [0.68, 0.34] },
        ],
        zones: [
          {
            id: 'crane',
            points: [
              [0.52, 0.62],
              [0.74, 0.56],
              [0.86, 0.74],
              [0.6, 0.84],
            ],
            hazard: 'slewing-zone',
          },
          {
            id: 'entrance',
            points: [
              [0.08, 0.6],
              [0.3, 0.56],
              [0.34, 0.86],
              [0.06, 0.9],
            ],
          },
          {
            id: 'exit',
            points: [
              [0.8, 0.38],
              [0.97, 0.42],
              [0.96, 0.54],
              [0.78, 0.48],
            ],
          },
        ],
        background: { profile: 'usual', movedMs },
        size: { widthPx: 512, heightPx: 288 },
        contact: 'site-office@harbour-north.example',
        place: { lat: 53.5413, lon: 9.9841 },
        masks: [
          [
            [0.02, 0.3],
            [0.2, 0.27],
            [0.2, 0.42],
            [0.02, 0.46],
          ],
        ],
        sign: { stamp: '9QX4', printedStamp: '7K2M' },
        health: healthOf('running', nowMs),
      },
      nowMs,
    ),
    cameraOf(
      {
        id: 'main-street',
        source: 'rtsp://10.20.0.12/stream2',
        purpose: 'street-statistics',
        owner: 'City of Example, traffic planning',
        reason: 'How many bicycles use the new lane, before and after the bridge opens.',
        until: null,
        boundary: null,
        lines: [
          { id: 'lane', a: [0.3, 0.88], b: [0.3, 0.4] },
          { id: 'crosswalk', a: [0.46, 0.62], b: [0.86, 0.6] },
        ],
        editedInBrowser: true,
        health: healthOf('running', nowMs),
      },
      nowMs,
    ),
    cameraOf(
      {
        id: 'yard-east',
        source: 'rtsp://10.20.0.13/live',
        purpose: 'site-safety',
        owner: 'Site office, Maria Keller',
        reason: 'Forklifts reverse out of hall 3 onto the path to the yard.',
        until: new Date(nowMs + 40 * 86_400_000).toISOString().slice(0, 10),
        boundary: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
        lines: [{ id: 'hall-3', a: [0.2, 0.7], b: [0.8, 0.6] }],
        size: { widthPx: 640, heightPx: 480 },
        health: {
          ...healthOf('retrying', nowMs),
          problem: problemOf('source-unauthorised'),
          restarts: 12,
          nextTryMs: nowMs + 45_000,
        },
      },
      nowMs,
    ),
    cameraOf(
      {
        id: 'ferry-pier',
        source: 'rtsp://10.20.0.14/sub',
        purpose: 'street-statistics',
        simulated: true,
        aim: null,
        owner: 'Port authority',
        reason: 'Whether the pier needs a second ticket gate at weekends.',
        until: null,
        boundary: null,
        lines: [],
      },
      nowMs,
    ),
  ];
}

function healthOf(state: CameraState, nowMs: number): CameraJson['health'] {
  const isRunning = state === 'running';
  return {
    state,
    sinceMs: state === 'starting' ? nowMs : nowMs - 7_200_000,
    problem: null,
    decodedFps: isRunning ? 10 : 0,
    analysedFps: isRunning ? 9.7 : 0,
    detectMs: isRunning ? 34 : null,
    restarts: isRunning ? 1 : 0,
    nextTryMs: null,
  };
}

function problemOf(code: keyof typeof errorTable) {
  return { code, message: errorTable[code].message, hint: errorTable[code].hint };
}
