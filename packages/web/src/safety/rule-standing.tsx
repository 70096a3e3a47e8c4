import { ladders, type SafetyRuleJson } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import type { RuleProps } from './field-problem.tsx';
import { stepWords } from './step-words.ts';

/** Alerts a day that one rule of a camera may give before they are not read any more. */
const aimPerDay = 2;
const dayMs = 86_400_000;

/** How a rule that is saved is doing: whether it runs, what it has counted, learned, and whether it can judge. */
export function RuleStanding(props: RuleProps) {
  const { say, list, number } = useWords();
  const { rule, editing } = props;
  // The rule as it runs: of this kind, over one of these zones.
  const running = editing.camera.safety?.rules.find(
    ({ config }) => config.rule === rule.rule && config.zones.some((id) => rule.zones.includes(id)),
  );
  if (running === undefined) return null;
  const counted = running.counts.filter(({ alarms }) => alarms > 0);
  return (
    <div className="rule-standing">
      {running.problem === null ? null : (
        <Notice tone="warn" title={say('safety.rule.stopped')}>
          <span lang="en">{running.problem}</span>
        </Notice>
      )}
      {running.isArmed || running.problem !== null ? null : (
        <p className="soft small">{say('safety.rule.notArmed')}</p>
      )}
      {counted.length === 0 ? null : (
        <p className="small">
          {say('safety.learned.counts', {
            counts: list(
              counted.map(({ zoneId, alarms }) =>
                say('safety.learned.countOf', { zone: zoneId, count: number(alarms) }),
              ),
            ),
          })}
        </p>
      )}
      <Judgements running={running} />
      <Learned {...props} running={running} />
    </div>
  );
}

function Judgements(props: { readonly running: SafetyRuleJson }) {
  const { say, percent } = useWords();
  const { judgements } = props.running;
  if (judgements.length === 0) return null;
  return (
    <ul className="judgements small">
      {judgements.map(({ zoneId, state, watchedMs, cannotJudgeMs }) => {
        const share = watchedMs === 0 ? 0 : cannotJudgeMs / watchedMs;
        const text =
          state === 'cannot-judge'
            ? say('safety.judges.not', { zone: zoneId })
            : state === 'nobody'
              ? say('safety.judges.nobody', { zone: zoneId })
              : share >= 0.01
                ? say('safety.judges.share', { zone: zoneId, share: percent(share) })
                : say('safety.judges', { zone: zoneId });
        return (
          <li key={zoneId} className={`judgement-${state}`}>
            {text}
          </li>
        );
      })}
    </ul>
  );
}

function Learned(props: RuleProps & { readonly running: SafetyRuleJson }) {
  const words = useWords();
  const { say, number } = words;
  const { rule, running, onChange } = props;
  const { watchedMs, wantedMs, isComplete, perDay, threshold } = running.learned;
  const days = (ms: number) => number(ms / dayMs, 1);
  const proposed = threshold === null ? -1 : ladders[rule.rule].findIndex((step) => step >= threshold);
  return (
    <section className="learned">
      <h4>{say('safety.learned')}</h4>
      {watchedMs === 0 ? (
        <p className="soft small">{say('safety.learned.nothing')}</p>
      ) : (
        <>
          <p className="soft small">
            {isComplete
              ? say('safety.learned.complete', { wanted: days(wantedMs) })
              : say('safety.learned.watched', { watched: days(watchedMs), wanted: days(wantedMs) })}
          </p>
          {isComplete ? null : <progress max={wantedMs} value={watchedMs} aria-hidden="true" />}
          <LearnedBars {...props} perDay={perDay} />
        </>
      )}
      {isComplete && threshold === null ? <Notice tone="warn">{say('safety.learned.none')}</Notice> : null}
      {proposed < 0 ? null : (
        <p className="learned-proposal">
          {say('safety.learned.proposal', { step: stepWords(rule, proposed, words) })}{' '}
          <button
            type="button"
            className="button-quiet"
            disabled={rule.step === proposed}
            onClick={() => onChange({ ...rule, step: proposed })}
          >
            {say('safety.learned.take')}
          </button>
        </p>
      )}
    </section>
  );
}

/** For each step how many alerts a day there would have been, with the aim as a line across. */
function LearnedBars(props: RuleProps & { readonly perDay: readonly number[] }) {
  const words = useWords();
  const { say, number } = words;
  const { rule, perDay } = props;
  const largest = Math.max(2 * aimPerDay, ...perDay);
  return (
    <figure className="learned-bars">
      <figcaption className="soft small">
        {say('safety.learned.perDay')}. {say('safety.learned.aim')}
      </figcaption>
      <ul>
        {perDay.map((count, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place.
          <li key={step} aria-current={step === rule.step ? 'true' : undefined}>
            <span className="learned-step small">{stepWords(rule, step, words)}</span>
            <span className="learned-track" aria-hidden="true">
              <span
                className={`learned-bar ${count > aimPerDay ? 'learned-many' : ''}`}
                style={{ width: `${(100 * count) / largest}%` }}
              />
              <span className="learned-aim" style={{ left: `${(100 * aimPerDay) / largest}%` }} />
            </span>
            <span className="learned-count small">
              {say('safety.learned.count', { count: number(count, 1) })}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
