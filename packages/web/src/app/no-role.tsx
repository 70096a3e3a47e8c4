import type { Role } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';

/** Stands in place of a page that the user may not see. */
export function NoRole(props: { readonly refusal: readonly Role[] | 'demo' }) {
  const { say, language } = useWords();
  const { refusal } = props;
  if (refusal === 'demo') return <Notice tone="info">{say('noRole.open')}</Notice>;
  const role = new Intl.ListFormat(language, { type: 'disjunction' }).format(
    refusal.map((each) => say(`role.${each}`)),
  );
  return (
    <Notice tone="info" title={say('noRole.title')}>
      {say('noRole.text', { role })}
    </Notice>
  );
}
