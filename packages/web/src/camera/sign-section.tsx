import type { CameraJson } from '@outis/core';
import { useState } from 'react';
import { signPath } from '../api/client.ts';
import { isLanguage, type Language, languages } from '../messages/language.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';

/** The sign for the place itself, to be printed; and whether the printed one still says what holds. */
export function SignSection(props: { readonly camera: CameraJson }) {
  const { say, language: own } = useWords();
  const [chosen, setChosen] = useState<Language | null>(null);
  const language = chosen ?? own;
  const { id, sign } = props.camera;
  const { stamp, printedStamp } = sign;
  return (
    <section className="about no-print">
      <h2>{say('sign.title')}</h2>
      <p className="lead">{say('sign.text')}</p>
      {printedStamp === null || printedStamp === stamp ? null : (
        <Notice tone="warn" title={say('sign.stale')}>
          {say('sign.stale.text', { printed: printedStamp, stamp })}
        </Notice>
      )}
      <div className="sign-tools">
        <label className="select">
          <span>{say('sign.language')}</span>
          <select
            value={language}
            onChange={(event) => {
              if (isLanguage(event.target.value)) setChosen(event.target.value);
            }}
          >
            {languages.map((each) => (
              <option key={each.code} value={each.code} lang={each.code}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <a className="button-quiet" href={signPath(id, 'pdf', language)} download>
          {say('sign.pdf')}
        </a>
        <a className="button-quiet" href={signPath(id, 'svg', language)} download>
          {say('sign.svg')}
        </a>
      </div>
      <p className="soft small">
        {say('sign.stamp', { stamp })}
        {printedStamp === null ? ` · ${say('sign.never')}` : ''}
      </p>
    </section>
  );
}
