import { isRoadUser, type ObjectClass, OutisError, type SightReady } from '@outis/core';
import type { ModelFiles } from '../camera/sight-command.ts';
import { showDrawings } from '../camera/sight-on-drawings.ts';
import { agreementOf, type ClassAgreement, isNamedWrong } from './agreement.ts';
import { type DrawnPicture, drawnPictures } from './drawn-picture.ts';

/** What was found out about a model: the gate has let it in, and this is how it agrees with drawings. */
export interface ModelCheck {
  readonly ready: SightReady;
  readonly pictures: number;
  readonly classes: readonly ClassAgreement[];
  /** Classes that no drawing tells of: worn parts are looked at only where a rule asks for them. */
  readonly unchecked: readonly ObjectClass[];
}

/** The drawings are the same each time, so that a model is refused today and tomorrow or neither. */
const pictureCount = 60;
const seed = 9;

export interface CheckOptions {
  /** Other drawings; only for tests. */
  readonly draw?: (size: { readonly widthPx: number; readonly heightPx: number }) => Iterable<DrawnPicture>;
  /** Told the number of drawings that the model has seen. */
  readonly onPicture?: (seen: number) => void;
}

/**
 * Starts sight with the model as a camera does, so that the gate looks at it, and shows it drawings of which we know what
 * is in them: the gate cannot see what a class means. Throws what the gate throws, and `model-disagrees` where a class is
 * not what it is called.
 */
export async function checkModel(model: ModelFiles, options: CheckOptions = {}): Promise<ModelCheck> {
  const { draw = (size) => drawnPictures(size, pictureCount, seed), onPicture = () => {} } = options;
  const truth: DrawnPicture['objects'][] = [];
  const { ready, detections } = await showDrawings(model, function* (size) {
    for (const { bytes, objects } of draw(size)) {
      truth.push(objects);
      onPicture(truth.length);
      yield bytes;
    }
  });
  const classes = agreementOf(ready.classes, { truth, detections, scoreMin: ready.thresholds.low });
  const unchecked = ready.classes.filter((each) => !isRoadUser(each));
  return { ready, pictures: truth.length, classes, unchecked };
}

/** Throws `model-disagrees`, naming the classes, where what the model says has nothing to do with what is drawn. */
export function refuseDisagreement({ classes }: Pick<ModelCheck, 'classes'>): void {
  if (classes.length === 0)
    throw new OutisError('model-disagrees', 'it knows no person, two-wheeler or vehicle');
  const wrong = classes.filter(isNamedWrong);
  if (wrong.length > 0) throw new OutisError('model-disagrees', wrong.map(inWords).join('; '));
}

function inWords({ class: name, agreement, rival }: ClassAgreement): string {
  const own = `${name} agrees by ${agreement.toFixed(2)}`;
  return rival.agreement > agreement
    ? `${own}, with drawn ${rival.class} by ${rival.agreement.toFixed(2)}`
    : own;
}
