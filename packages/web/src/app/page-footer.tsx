import { publicPath } from '../api/client.ts';
import { isLanguage, languages } from '../messages/language.ts';
import { useWords } from '../messages/words.tsx';

/** The promise, and the language. */
export function PageFooter() {
  const { say, language, setLanguage } = useWords();
  return (
    <footer className="page-footer">
      <div className="page-footer-in">
        <p>
          {say('footer.promise')} <a href={publicPath()}>{say('footer.public')}</a>
        </p>
        <label className="language">
          <span>{say('footer.language')}</span>
          <select
            value={language}
            onChange={(event) => {
              if (isLanguage(event.target.value)) setLanguage(event.target.value);
            }}
          >
            {languages.map((each) => (
              <option key={each.code} value={each.code} lang={each.code}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      </div>
    </footer>
  );
}
