import {
  type CameraJson,
  type CertificatePlanJson,
  type CertificatesJson,
  certificateMinutes,
} from '@outis/core';
import { type FormEvent, useState } from 'react';
import { usePolled } from '../api/use-polled.ts';
import { useMe } from '../app/me.ts';
import { useCamera } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { useWords } from '../messages/words.tsx';
import { CopyField } from '../part/copy-field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { useAction } from '../part/use-action.ts';
import { beginCertificate, endCertificate, readCertificates } from './api.ts';
import { CertificateTable } from './certificate-table.tsx';
import { QrCode } from './qr-code.tsx';

/** Certificates of one camera: what came out, and for installers the next window. */
export function CertifyPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { has } = useMe();
  const camera = useCamera(props.cameraId);
  const { data, failure, refresh } = usePolled(`certificates ${props.cameraId}`, 4000, () =>
    readCertificates(props.cameraId),
  );
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="certify" />
      <p className="lead">{say('certify.lead')}</p>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {data === null ? null : (
        <>
          {has('installer') ? <NextWindow camera={camera} known={data} onChange={refresh} /> : null}
          <section className="part">
            <h2>{say('certify.past')}</h2>
            {data.certificates.length === 0 ? <p>{say('certify.past.none')}</p> : null}
            {data.certificates.map((each) => (
              <CertificateTable key={each.id} certificate={each} />
            ))}
            {data.certificates.length === 0 ? null : <p className="soft small">{say('certify.noise')}</p>}
          </section>
        </>
      )}
    </>
  );
}

/** The window that is open with its link, or the form for the next one. */
function NextWindow(props: {
  readonly camera: CameraJson;
  readonly known: CertificatesJson;
  readonly onChange: () => void;
}) {
  const { say, time } = useWords();
  const { camera, known, onChange } = props;
  const [plan, setPlan] = useState<CertificatePlanJson | null>(null);
  const action = useAction();
  const { open } = known;
  if (open !== null)
    return (
      <section className="part">
        <h2>{say('certify.open', { start: time(open.startMs, 'second'), end: time(open.endMs, 'time') })}</h2>
        <p aria-live="polite">{say(open.isTaken ? 'certify.open.taken' : 'certify.open.free')}</p>
        {plan?.id === open.id ? <PhoneLink plan={plan} /> : null}
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <button
          type="button"
          className="button-quiet"
          disabled={action.isRunning}
          onClick={() => action.run(() => endCertificate(camera.id, open.id).then(onChange))}
        >
          {say('certify.cancel')}
        </button>
      </section>
    );
  return (
    <section className="part">
      <h2>{say('certify.new')}</h2>
      {known.left === 0 ? (
        <p>{say('certify.none', { time: time(known.nextMs ?? 0, 'day-time') })}</p>
      ) : camera.lines.length === 0 ? (
        <p>{say('certify.noLines')}</p>
      ) : (
        <WindowForm
          camera={camera}
          left={known.left}
          onBegun={(next) => {
            setPlan(next);
            onChange();
          }}
        />
      )}
    </section>
  );
}

const startChoicesMin = [1, 2, 5, 10, 15, 30];

function WindowForm(props: {
  readonly camera: CameraJson;
  readonly left: number;
  readonly onBegun: (plan: CertificatePlanJson) => void;
}) {
  const { say, number } = useWords();
  const { camera } = props;
  const [minutes, setMinutes] = useState(15);
  const [startsInMin, setStartsInMin] = useState(5);
  const [without, setWithout] = useState<readonly string[]>([]);
  const action = useAction();
  const lines = camera.lines.map(({ id }) => id).filter((id) => !without.includes(id));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async () =>
      props.onBegun(await beginCertificate(camera.id, { minutes, startsInMin, lines })),
    );
  };
  const select = (
    label: string,
    value: number,
    choices: readonly number[],
    onChange: (value: number) => void,
  ) => (
    <label className="select">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {choices.map((each) => (
          <option key={each} value={each}>
            {say('certify.minutes.value', { count: number(each) })}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form className="certify-form" onSubmit={onSubmit}>
      <div className="sign-tools">
        {select(say('certify.minutes'), minutes, certificateMinutes, setMinutes)}
        {select(say('certify.starts'), startsInMin, startChoicesMin, setStartsInMin)}
      </div>
      {camera.lines.length > 1 ? (
        <fieldset className="tap-lights">
          <legend>{say('certify.lines')}</legend>
          {camera.lines.map(({ id }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={!without.includes(id)}
                onChange={() =>
                  setWithout((old) => (old.includes(id) ? old.filter((each) => each !== id) : [...old, id]))
                }
              />
              {id}
            </label>
          ))}
        </fieldset>
      ) : null}
      <p className="soft">{say('certify.left', { count: number(props.left) })}</p>
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <button type="submit" className="button" disabled={action.isRunning || lines.length === 0}>
        {say('certify.begin')}
      </button>
    </form>
  );
}

/** For the person on site: kept nowhere, and gone when this page is left. */
function PhoneLink(props: { readonly plan: CertificatePlanJson }) {
  const { say } = useWords();
  const { url, qr } = props.plan;
  const isLocal = /^https?:\/\/(127\.|localhost|\[::1\])/.test(url);
  return (
    <div className="certify-link">
      <QrCode rows={qr} label={say('certify.qr')} />
      <div>
        <CopyField label={say('certify.link')} value={url} />
        <p className="soft">{say('certify.link.text')}</p>
        {isLocal ? <Notice tone="warn">{say('certify.link.local')}</Notice> : null}
      </div>
    </div>
  );
}
