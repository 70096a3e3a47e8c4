import type { ReactNode } from 'react';
import { publicPath } from '../api/client.ts';
import { useWords } from '../messages/words.tsx';
import { Mark } from '../part/mark.tsx';

/** The frame of every page that is seen before somebody is signed in. */
export function Gate(props: { readonly title: string; readonly children: ReactNode }) {
  const { say } = useWords();
  return (
    <div className="gate">
      <section className="card gate-card">
        <Mark size={44} />
        <h1>{props.title}</h1>
        {props.children}
      </section>
      <p className="soft small gate-public">
        {say('signIn.public')} <a href={publicPath()}>{say('signIn.public.link')}</a>
      </p>
    </div>
  );
}
