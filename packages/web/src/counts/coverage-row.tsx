import { useWords } from '../messages/words.tsx';
import type { ChartWindow } from './curve-chart.tsx';
import { runsOf } from './paint-states.ts';
import { type Series, watchedShare } from './series.ts';

/** When the camera watched, below the curve: full, partly, not at all; and how much of the time in per cent. */
export function CoverageRow(props: { readonly series: Series; readonly window: ChartWindow }) {
  const { say, percent } = useWords();
  const { series, window } = props;
  const share = watchedShare(series);
  if (share === null) return null;
  const total = window.toMs - window.fromMs;
  return (
    <div className="coverage">
      <span className="coverage-name soft small">
        {say('coverage.watched', { share: percent(share, share > 0.995 && share < 1 ? 1 : 0) })}
      </span>
      <svg className="coverage-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        {runsOf(series.states).map((run) => (
          <rect
            key={run.from}
            className={`coverage-${run.state}`}
            x={Math.max(0, (1000 * ((series.starts[run.from] ?? 0) - window.fromMs)) / total)}
            width={(1000 * run.length * series.bucketMs) / total}
            height={10}
          />
        ))}
      </svg>
    </div>
  );
}
