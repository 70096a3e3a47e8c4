import type { FrameSize, SourceTestJson } from '@outis/core';
import { useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { testSource } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { useWords } from '../messages/words.tsx';
import { Field } from '../part/field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import type { StepProps } from './step-props.ts';

type Trial =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'good'; readonly found: SourceTestJson }
  | { readonly kind: 'bad'; readonly failure: ApiFailure };

/** Where the video comes from, and whether it can be reached. */
export function SourceStep(props: StepProps & { readonly onSize: (size: FrameSize | null) => void }) {
  const { say } = useWords();
  const { draft } = props;
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const test = async () => {
    setTrial({ kind: 'running' });
    try {
      const found = await testSource(draft.source.trim());
      props.onSize({ widthPx: found.widthPx, heightPx: found.heightPx });
      setTrial({ kind: 'good', found });
    } catch (error) {
      props.onSize(null);
      setTrial({ kind: 'bad', failure: asFailure(error) });
    }
  };
  const use = (source: string) => {
    props.change({ source });
    setTrial({ kind: 'none' });
  };
  return (
    <>
      <Field label={say('add.source')} hint={say('add.source.hint')} problem={props.problemOf('source')}>
        {(wiring) => (
          <input
            {...wiring}
            className="mono"
            value={draft.source}
            placeholder="rtsp://user:password@192.168.1.20/stream2"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => use(event.target.value)}
          />
        )}
      </Field>
      <p className="soft small">{say('add.source.credentials')}</p>
      <p className="soft small">
        {say('add.source.simulated')}{' '}
        {(['simulated:yard', 'simulated:street'] as const).map((source) => (
          <button key={source} type="button" className="link" onClick={() => use(source)}>
            {source}
          </button>
        ))}
      </p>
      <button
        type="button"
        className="button-quiet"
        onClick={test}
        disabled={trial.kind === 'running' || draft.source.trim() === ''}
      >
        {say('add.test')}
      </button>
      <div className="trial" aria-live="polite">
        {trial.kind === 'running' ? (
          <p className="trial-running">
            <i aria-hidden="true" /> {say('add.test.running')}
          </p>
        ) : null}
        {trial.kind === 'good' ? <Found found={trial.found} /> : null}
        {trial.kind === 'bad' ? <FailureNotice failure={trial.failure} /> : null}
      </div>
    </>
  );
}

function Found(props: { readonly found: SourceTestJson }) {
  const { say, number } = useWords();
  const { found } = props;
  return (
    <div className="found">
      <p className="found-title">{say('add.test.good')}</p>
      <dl className="numbers">
        <div>
          <dt>{say('add.test.size')}</dt>
          <dd>
            {found.widthPx} × {found.heightPx}
          </dd>
        </div>
        <div>
          <dt>{say('add.test.fps')}</dt>
          <dd>{found.fps === null ? '–' : number(found.fps, 1)}</dd>
        </div>
        <div>
          <dt>{say('add.test.codec')}</dt>
          <dd>{found.codec}</dd>
        </div>
      </dl>
      {found.advice === null ? null : (
        <Notice tone="warn">
          <span lang="en">{found.advice}</span>
        </Notice>
      )}
    </div>
  );
}
