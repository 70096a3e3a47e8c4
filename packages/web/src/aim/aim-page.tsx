import { type CameraAimJson, type CameraJson, permitsLiveScene } from '@outis/core';
import { useMemo, useState } from 'react';
import { grantAim } from '../api/client.ts';
import { useMe } from '../app/me.ts';
import { useCamera, useSite, useTimeZone } from '../app/site.ts';
import { isHiddenBlock } from '../background/hidden.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { nameOf } from '../log/sentence.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import type { AimPicture } from './aim-picture.ts';
import { AimView } from './aim-view.tsx';
import { noApproval } from './approval.ts';
import { ApprovalPanel, useApproval } from './approval-panel.tsx';
import { type Aiming, useAim } from './use-aim.ts';

/** Uses of the aim view in 30 days. */
const usesMost = 3;
/** After this time without a new picture the page says so, ms: they come every 2 s. */
const quietAfterMs = 9000;

/** Pointing a camera by a coarse picture, and deciding about squares of its background. */
export function AimPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { has } = useMe();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="aim" />
      {camera.aim === null ? (
        <Notice tone="info">{say('aim.noLens')}</Notice>
      ) : has('installer') ? (
        <Aim camera={camera} aim={camera.aim} />
      ) : (
        <Grant camera={camera} aim={camera.aim} />
      )}
    </>
  );
}

function Aim(props: { readonly camera: CameraJson; readonly aim: CameraAimJson }) {
  const { say } = useWords();
  const { camera, aim } = props;
  const aiming = useAim(camera);
  if (aiming.session !== null) return <Running key={aiming.session.fromMs} camera={camera} aiming={aiming} />;
  return (
    <div className="aim-before">
      <h2>{say('aim.title')}</h2>
      {aiming.hasEnded ? <Notice tone="info">{say('aim.ended')}</Notice> : null}
      <p className="lead">{say('aim.shown')}</p>
      <p className="lead">{say('aim.logged')}</p>
      <UsesLeft aim={aim} />
      {aiming.hasEnded ? null : <BusyNotice aim={aim} />}
      {aiming.action.failure === null ? null : <FailureNotice failure={aiming.action.failure} />}
      {aim.left > 0 ? (
        <button
          type="button"
          className="button"
          disabled={aiming.action.isRunning || (aim.current !== null && !aiming.hasEnded)}
          onClick={aiming.begin}
        >
          {say('aim.begin')}
        </button>
      ) : null}
    </div>
  );
}

function Running(props: { readonly camera: CameraJson; readonly aiming: Aiming }) {
  const { say, number, time } = useWords();
  const timeZone = useTimeZone();
  const { camera, aiming } = props;
  const { session } = aiming;
  const picture = useDecidable(aiming.picture, camera);
  const [approval, changeApproval] = useApproval(picture, noApproval);
  const isSite = permitsLiveScene(camera.purpose) && camera.background !== null;
  return (
    <div className={isSite ? 'aim aim-with-approval' : 'aim'}>
      <div className="aim-main">
        <div className="aim-bar">
          <Countdown restMs={aiming.restMs} />
          <button type="button" className="button" disabled={aiming.action.isRunning} onClick={aiming.end}>
            {say('aim.end')}
          </button>
        </div>
        {picture === null ? (
          <div className="aim-view aim-waiting">
            <p>{say(aiming.isLost ? 'aim.lost' : 'aim.waiting')}</p>
          </div>
        ) : (
          <AimView
            picture={picture}
            size={camera.size}
            block={isSite ? approval.current : null}
            label={say('aim.picture')}
          />
        )}
        <div role="status">
          {picture !== null && aiming.isLost ? <Notice tone="warn">{say('aim.lost')}</Notice> : null}
          {picture !== null && !aiming.isLost && aiming.quietMs > quietAfterMs ? (
            <Notice tone="warn">
              {say('aim.quiet', { seconds: number(Math.floor(aiming.quietMs / 5000) * 5) })}
            </Notice>
          ) : null}
        </div>
        {aiming.action.failure === null ? null : <FailureNotice failure={aiming.action.failure} />}
        <p className="soft small">
          {say('aim.logged')} {say('aim.back', { time: time(session?.endsMs ?? 0, 'time', timeZone) })}
        </p>
      </div>
      {isSite && picture !== null ? (
        <ApprovalPanel camera={camera} picture={picture} approval={approval} onChange={changeApproval} />
      ) : null}
    </div>
  );
}

/** The picture without the squares that are masked altogether: there is nothing to decide in black. */
function useDecidable(picture: AimPicture | null, camera: CameraJson): AimPicture | null {
  return useMemo(() => {
    if (picture === null) return null;
    const candidates = picture.candidates.filter((block) => !isHiddenBlock(block, picture.grid, camera));
    return { ...picture, candidates };
  }, [picture, camera]);
}

function Countdown(props: { readonly restMs: number }) {
  const { say } = useWords();
  const rest = Math.ceil(props.restMs / 1000);
  const minutes = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
  return (
    <strong className={rest <= 60 ? 'aim-rest aim-rest-short' : 'aim-rest'} role="timer">
      {say('aim.rest', { time: minutes })}
    </strong>
  );
}

/** The data protection officer does not look; one more use is theirs to permit. */
function Grant(props: { readonly camera: CameraJson; readonly aim: CameraAimJson }) {
  const { say } = useWords();
  const { refresh } = useSite();
  const [isGranted, setIsGranted] = useState(false);
  const { id } = props.camera;
  return (
    <div className="aim-before">
      <h2>{say('aim.title')}</h2>
      <p className="lead">{say('aim.dpo')}</p>
      <UsesLeft aim={props.aim} />
      <BusyNotice aim={props.aim} />
      {isGranted ? <Notice tone="info">{say('aim.granted')}</Notice> : null}
      <ConfirmButton
        label={say('aim.grant')}
        title={say('aim.grant.title', { id })}
        text={<p>{say('aim.grant.text')}</p>}
        confirm={say('aim.grant.confirm')}
        onConfirm={async () => {
          await grantAim(id);
          setIsGranted(true);
          refresh();
        }}
      />
    </div>
  );
}

function UsesLeft(props: { readonly aim: CameraAimJson }) {
  const { say, number, time } = useWords();
  const timeZone = useTimeZone();
  const { left, nextMs } = props.aim;
  const most = number(usesMost);
  const next = nextMs === null ? '' : say('aim.next', { time: time(nextMs, 'day-time', timeZone) });
  if (left <= 0)
    return (
      <Notice tone="warn" title={say('aim.spent', { most })}>
        {next} {say('aim.spent.text')}
      </Notice>
    );
  const said =
    left > usesMost
      ? say('aim.left.more', { left: number(left) })
      : say('aim.left', { left: number(left), most });
  return (
    <p className="aim-left">
      <strong>{said}</strong> <span className="soft">{next}</span>
    </p>
  );
}

function BusyNotice(props: { readonly aim: CameraAimJson }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { current } = props.aim;
  if (current === null) return null;
  return (
    <Notice tone="info">
      {say('aim.busy', { name: nameOf(current.user, say), time: time(current.endsMs, 'time', timeZone) })}
    </Notice>
  );
}
