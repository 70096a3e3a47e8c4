import { isVehicle, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import type { Replaying } from '../scene/use-replay.ts';

/** How many of each class are there now, or were at the moment that is looked at again. */
export function NowPresent(props: { readonly replaying: Replaying; readonly isLive: boolean }) {
  const { say, number } = useWords();
  const { agoS, present, personsHidden } = props.replaying;
  return (
    <section className="now">
      <h3>{agoS === 0 ? say('scene.now') : say('replay.then', { seconds: number(agoS) })}</h3>
      <ul className="now-classes">
        {roadUserClasses.map((each) => {
          const isHidden = props.isLive && personsHidden && !isVehicle(each);
          // Above 20 persons the edge hides whatever carries one: that is no zero. What was there when the scene stopped says nothing about now.
          const count = props.isLive && !isHidden && present !== null ? present[each] : null;
          return (
            <li key={each} className={!count && !isHidden ? 'none' : ''}>
              <PictogramIcon class={each} size={26} isTight />
              <span className="now-count">{count === null ? '–' : number(count)}</span>
              <span className="now-class">{say(classKey(each))}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
