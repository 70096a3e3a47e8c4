import type { CamerasJson } from '@outis/core';
import { useMe } from '../app/me.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { Mark } from '../part/mark.tsx';
import { Notice, ProblemNotice } from '../part/notice.tsx';
import { CameraCard } from './camera-card.tsx';

/** All cameras of the site and how they are. */
export function OverviewPage() {
  const { say } = useWords();
  const { has } = useMe();
  const { cameras } = useSite();
  if (cameras === null) return null;
  return (
    <>
      <div className="page-title">
        <h1>{say('overview.title')}</h1>
        {has('installer') ? (
          <a className="button" href="#/add">
            {say('nav.add')}
          </a>
        ) : null}
      </div>
      <Banners cameras={cameras} />
      {cameras.cameras.length === 0 ? (
        <EmptySite />
      ) : (
        <ul className="cards">
          {cameras.cameras.map((camera) => (
            <li key={camera.id}>
              <CameraCard camera={camera} />
            </li>
          ))}
        </ul>
      )}
      <ModelLine cameras={cameras} />
    </>
  );
}

function Banners(props: { readonly cameras: CamerasJson }) {
  const { say } = useWords();
  const { storeProblem, model, cameras } = props.cameras;
  return (
    <div className="banners">
      {storeProblem === null ? null : <ProblemNotice problem={storeProblem} />}
      {/* A simulated camera needs no detector, and the demo no warning. */}
      {'code' in model && cameras.some((camera) => !camera.simulated) ? (
        <ProblemNotice problem={model} tone="warn" />
      ) : null}
      {cameras.some((camera) => camera.editedInBrowser) ? (
        <Notice tone="info">{say('overview.edited')}</Notice>
      ) : null}
    </div>
  );
}

function EmptySite() {
  const { say } = useWords();
  const { has } = useMe();
  return (
    <section className="empty">
      <Mark size={72} />
      <h2>{say('overview.empty.title')}</h2>
      <p>{say('overview.empty.text')}</p>
      {has('installer') ? (
        <a className="button" href="#/add">
          {say('overview.empty.action')}
        </a>
      ) : null}
    </section>
  );
}

function ModelLine(props: { readonly cameras: CamerasJson }) {
  const { say } = useWords();
  const { model } = props.cameras;
  if ('code' in model) return null;
  return (
    <p className="soft small model-line">
      {say('overview.model', { name: model.name, licence: model.licence })}
      {model.reviewed ? null : ` · ${say('overview.unreviewed')}`}
    </p>
  );
}
