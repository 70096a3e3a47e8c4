import type { ReactNode } from 'react';

/** The frame of every page that is seen before somebody is signed in. */
export function Gate(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="card gate">
      <h1>{props.title}</h1>
      {props.children}
    </section>
  );
}
