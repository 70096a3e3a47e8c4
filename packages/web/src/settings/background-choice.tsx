import { type BackgroundSetting, backgroundSettings } from '@outis/core';
import { useWords } from '../messages/words.tsx';

/** How the background of a live scene is learned. */
export function BackgroundChoice(props: {
  readonly value: BackgroundSetting;
  readonly onChange: (value: BackgroundSetting) => void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="choices">
      <legend className="background-legend">{say('settings.background.text')}</legend>
      {backgroundSettings.map((setting) => (
        <label key={setting} className="choice">
          <input
            type="radio"
            name="background"
            value={setting}
            checked={props.value === setting}
            onChange={() => props.onChange(setting)}
          />
          <span>
            <strong>{say(`background.${setting}`)}</strong>
            <span className="soft">{say(`background.${setting}.text`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
