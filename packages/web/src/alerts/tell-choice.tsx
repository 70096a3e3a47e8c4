import { useWords } from '../messages/words.tsx';
import { useTellingChoice } from './use-telling.ts';

/** Notifications and sound while a page is open: both off until somebody asks for them. */
export function TellChoice() {
  const { say } = useWords();
  const choice = useTellingChoice();
  if (choice === null) return null;
  const { telling, trouble } = choice;
  return (
    <fieldset className="tell-choice">
      <legend className="soft small">{say('alert.tell')}</legend>
      <label>
        <input
          type="checkbox"
          checked={telling.notifications}
          onChange={({ target }) => void choice.setNotifications(target.checked)}
        />
        <span>{say('alert.tell.on')}</span>
      </label>
      <label>
        <input
          type="checkbox"
          checked={telling.sound}
          onChange={({ target }) => choice.setSound(target.checked)}
        />
        <span>{say('alert.tell.sound')}</span>
      </label>
      <span className="small tell-trouble" role="status">
        {trouble === null ? '' : say(`alert.tell.${trouble}`)}
      </span>
    </fieldset>
  );
}
