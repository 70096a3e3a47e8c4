import type { InvitationJson } from '@outis/core';
import { useEffect, useRef } from 'react';
import { hrefOf } from '../app/route.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { CopyField } from '../part/copy-field.tsx';

/** The link of a new user or for a new password. It is nowhere else, and gone when the page is left. */
export function Invitation(props: { readonly invitation: InvitationJson; readonly onClose: () => void }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { user, code, expiresMs } = props.invitation;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const link = `${window.location.origin}/${hrefOf({ page: 'enrol', code })}`;
  return (
    <section className="card panel once">
      <h2 ref={title} tabIndex={-1}>
        {say('invitation.title', { name: user.name })}
      </h2>
      <p>{say('invitation.text', { name: user.name, time: time(expiresMs, 'day-time', timeZone) })}</p>
      <CopyField label={say('invitation.link')} value={link} />
      <button type="button" className="button-quiet" onClick={props.onClose}>
        {say('close')}
      </button>
    </section>
  );
}
