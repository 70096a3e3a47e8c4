import type { CameraJson } from '@outis/core';
import { useMe } from '../app/me.ts';
import { refusalOf } from '../app/rights.ts';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';

/** What is to be done before there is anything to see, with the way to it for who may go it. */
export function Teach(props: { readonly camera: CameraJson; readonly text: string }) {
  const { say } = useWords();
  const { me } = useMe();
  return (
    <p className="teach">
      {props.text}{' '}
      {refusalOf(me, 'measures') === null ? (
        <a href={hrefOf({ page: 'measures', cameraId: props.camera.id })}>{say('stat.setUp')}</a>
      ) : null}
    </p>
  );
}
