import type { CalibrationFoundJson, MeasuresCheckJson } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { scaleBands } from './ground-drawing.tsx';
import { type MeasuresDraft, pointName } from './measures-draft.ts';

/** How well the calibration fits: each point, the distance to check by, and the legend of the colours. */
export function Findings(props: { readonly draft: MeasuresDraft; readonly check: MeasuresCheckJson | null }) {
  const { say } = useWords();
  const calibration = props.check?.calibration ?? null;
  if (calibration === null) return null;
  return (
    <section className="findings" aria-live="polite">
      <h3>{say('measures.found')}</h3>
      {calibration.kind === 'refused' ? (
        <Notice tone="warn" title={say('measures.refused')}>
          <span lang="en">{calibration.message}</span>
        </Notice>
      ) : (
        <>
          <HeldOut found={calibration} />
          <Residuals found={calibration} />
          <ScaleLegend />
        </>
      )}
    </section>
  );
}

function HeldOut(props: { readonly found: CalibrationFoundJson }) {
  const { say, number, percent } = useWords();
  const { statedM, measuredM, errorShare, passes } = props.found.heldOut;
  return (
    <Notice tone={passes ? 'info' : 'warn'}>
      {say(passes ? 'measures.heldOut.good' : 'measures.heldOut.bad', {
        measured: number(measuredM, 2),
        stated: number(statedM, 2),
        error: percent(Math.abs(errorShare), 1),
      })}
    </Notice>
  );
}

function Residuals(props: { readonly found: CalibrationFoundJson }) {
  const { say, number } = useWords();
  const { residuals } = props.found;
  if (residuals.length <= 4) return <p className="soft small">{say('measures.exact')}</p>;
  return (
    <ul className="residuals">
      {residuals.map(({ px, metres }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other name than its place.
        <li key={index} className={px > 4 ? 'residual-large' : ''}>
          <strong>{pointName(index)}</strong>{' '}
          {say('measures.residual', { px: number(px, 1), cm: number(100 * metres) })}
        </li>
      ))}
    </ul>
  );
}

function ScaleLegend() {
  const { say } = useWords();
  return (
    <dl className="scale-legend">
      <dt>{say('measures.scale')}</dt>
      {[...scaleBands.map(({ key }) => key), 'sky' as const].map((key) => (
        <dd key={key}>
          <svg width="20" height="14" aria-hidden="true">
            <rect className={`scale-${key}`} width="20" height="14" rx="3" />
          </svg>{' '}
          {say(`measures.scale.${key}`)}
        </dd>
      ))}
      <dd>
        <i className="swatch swatch-hidden" /> {say('measures.scale.none')}
      </dd>
    </dl>
  );
}
