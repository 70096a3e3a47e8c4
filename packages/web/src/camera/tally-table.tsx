import { type CameraJson, directions, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import type { SceneTally } from '../scene/tally.ts';

/** What crossed the lines since the scene started. `pulses` changes with it: that is what draws it anew. */
export function TallyTable(props: {
  readonly camera: CameraJson;
  readonly tally: SceneTally;
  readonly pulses: ReadonlyMap<string, number>;
}) {
  const { say } = useWords();
  const { lines } = props.camera;
  return (
    <section className="tally">
      <h3>{say('tally.title')}</h3>
      {lines.length === 0 ? <p className="soft">{say('wait.noLine')}</p> : null}
      {lines.map((line) => (
        <LineTally key={line.id} lineId={line.id} tally={props.tally} pulses={props.pulses} />
      ))}
      <p className="soft small">{say('tally.note')}</p>
    </section>
  );
}

function LineTally(props: {
  readonly lineId: string;
  readonly tally: SceneTally;
  readonly pulses: ReadonlyMap<string, number>;
}) {
  const { say, number } = useWords();
  const { lineId, tally } = props;
  const classes = roadUserClasses.filter((each) =>
    directions.some((direction) => tally.countOf(lineId, direction, each) > 0),
  );
  return (
    <table className="tally-line" data-crossed={props.pulses.get(lineId) ?? 0}>
      <caption>{lineId}</caption>
      <thead>
        <tr>
          <td />
          {directions.map((direction) => (
            <th key={direction} scope="col">
              <span aria-hidden="true">{say(`direction.${direction}.short`)}</span>
              <span className="hidden">{say(`direction.${direction}`)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.length === 0 ? (
          <tr>
            <td colSpan={3} className="soft">
              {say('tally.none')}
            </td>
          </tr>
        ) : null}
        {classes.map((each) => (
          <tr key={each}>
            <th scope="row">
              <PictogramIcon class={each} size={18} /> {say(classKey(each))}
            </th>
            {directions.map((direction) => (
              <td key={direction} className="figure">
                {number(tally.countOf(lineId, direction, each))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
