import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import type { Preview } from './use-preview.ts';

/** How long the camera was watched for this page, and the switch that tries the rules on it. */
export function PreviewBar(props: { readonly preview: Preview; readonly canTry: boolean }) {
  const { say } = useWords();
  const { preview, canTry } = props;
  const { watchedMs, isLost, isOn, setOn, isTrying, failure } = preview;
  return (
    <section className="preview-bar" aria-label={say('safety.preview')}>
      <div className="preview-state">
        <span className={`preview-lamp ${watchedMs === null ? '' : 'preview-lamp-on'}`} aria-hidden="true" />
        <strong>
          {watchedMs !== null
            ? say('safety.preview.since', { time: clockOf(watchedMs) })
            : say(isLost ? 'safety.preview.lost' : 'safety.preview.opening')}
        </strong>
      </div>
      <label className="preview-switch">
        <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />{' '}
        {say('safety.preview.run')}
      </label>
      <p className="soft small">
        {isOn
          ? say(
              canTry
                ? isTrying
                  ? 'safety.preview.running'
                  : 'safety.preview.auto'
                : 'safety.preview.incomplete',
            )
          : null}
        {isOn ? ' · ' : null}
        {say('safety.preview.text')}
      </p>
      {isOn && failure !== null && canTry ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}

/** `2:10` for two minutes and ten seconds. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
