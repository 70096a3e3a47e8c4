/**
 * Words that no label and no output of a model may contain: what Outis never detects. A word counts when it stands alone
 * ("face", "human face", "face_mask") and not inside another ("surface").
 */
export const deniedWords: Readonly<Record<string, readonly string[]>> = {
  face: [
    'face',
    'faces',
    'facial',
    'eye',
    'eyes',
    'iris',
    'mouth',
    'nose',
    'ear',
    'facemask',
    'faceid',
    'facedet',
    'facedetection',
    'facerecognition',
    'humanface',
    'frontalface',
    'beard',
    'mustache',
    'arcface',
    'facenet',
    'retinaface',
  ],
  'licence plate': [
    'licence',
    'license',
    'plate',
    'plates',
    'licenceplate',
    'licenseplate',
    'licenceplates',
    'licenseplates',
    'numberplate',
    'numberplates',
    'carplate',
    'anpr',
    'alpr',
    'lpr',
    'ocr',
  ],
  identity: [
    'identity',
    'reid',
    're-id',
    'recognition',
    'recognizer',
    'embedding',
    'embeddings',
    'embed',
    'descriptor',
    'fingerprint',
  ],
  'body pose or gait': [
    'gait',
    'pose',
    'skeleton',
    'keypoint',
    'keypoints',
    'kpt',
    'kpts',
    'kps',
    'landmark',
    'landmarks',
  ],
  'age or sex': [
    'age',
    'adult',
    'adults',
    'child',
    'children',
    'kid',
    'kids',
    'baby',
    'infant',
    'toddler',
    'teen',
    'teenager',
    'senior',
    'elderly',
    'sex',
    'gender',
    'male',
    'males',
    'female',
    'females',
    'man',
    'woman',
    'men',
    'women',
    'boy',
    'boys',
    'girl',
    'girls',
  ],
  ethnicity: ['ethnicity', 'race', 'skin', 'asian', 'african', 'caucasian', 'hijab', 'headscarf', 'turban'],
  emotion: ['emotion', 'emotions', 'happy', 'sad', 'angry', 'smile', 'expression', 'mood'],
};

/** The reason why a label or output name is denied, or null when it is not. */
export function deniedWord(name: string): string | null {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  // "re-id" falls apart into two words that mean nothing alone.
  if (/\bre[-_ ]?id\b/i.test(name)) return 'identity';
  for (const [reason, list] of Object.entries(deniedWords))
    if (words.some((word) => list.includes(word))) return reason;
  return null;
}
