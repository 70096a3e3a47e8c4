import type { Role } from '@outis/core';
import { useWords } from '../messages/words.tsx';

/** Stands in place of a page that the user may not see. */
export function NoRole(props: { readonly refusal: readonly Role[] | 'demo' }) {
  const { say, language } = useWords();
  const { refusal } = props;
  if (refusal === 'demo')
    return (
      <>
        <h1>{say('noRole.title')}</h1>
        <p className="lead">{say('noRole.open')}</p>
      </>
    );
  const role = new Intl.ListFormat(language, { type: 'disjunction' }).format(
    refusal.map((each) => say(`role.${each}`)),
  );
  return (
    <>
      <h1>{say('noRole.title')}</h1>
      <p className="lead">{say('noRole.text', { role })}</p>
    </>
  );
}
