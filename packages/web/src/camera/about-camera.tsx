import type { CameraJson } from '@outis/core';
import { removeCamera } from '../api/client.ts';
import { useMe } from '../app/me.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { dateMs } from '../part/day.ts';

/** Whose camera this is and why it is there; and the way to take it away. */
export function AboutCamera(props: { readonly camera: CameraJson }) {
  const { say, time, number } = useWords();
  const { has } = useMe();
  const { camera } = props;
  return (
    <section className="about">
      <h2>{say('about.title')}</h2>
      <dl className="facts">
        <Fact term={say('about.owner')}>{camera.owner}</Fact>
        {camera.contact === null ? null : <Fact term={say('about.contact')}>{camera.contact}</Fact>}
        <Fact term={say('about.reason')}>{camera.reason}</Fact>
        {camera.until === null ? null : (
          <Fact term={say('about.until')}>{time(dateMs(camera.until), 'date', 'UTC')}</Fact>
        )}
        {camera.place === null ? null : (
          <Fact term={say('about.place')}>
            {number(camera.place.lat, 5)} / {number(camera.place.lon, 5)}
          </Fact>
        )}
        <Fact term={say('about.source')}>
          <code>{camera.source}</code>
        </Fact>
        {camera.size === null ? null : (
          <Fact term={say('about.size')}>
            {camera.size.widthPx} × {camera.size.heightPx}
          </Fact>
        )}
      </dl>
      {has('installer') ? <RemoveCamera cameraId={camera.id} /> : null}
    </section>
  );
}

function Fact(props: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function RemoveCamera(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { refresh } = useSite();
  return (
    <ConfirmButton
      isBad
      label={say('remove.button')}
      title={say('remove.title', { id: props.cameraId })}
      text={say('remove.text')}
      confirm={say('remove.confirm')}
      onConfirm={async () => {
        await removeCamera(props.cameraId);
        window.location.hash = '#/';
        refresh();
      }}
    />
  );
}
