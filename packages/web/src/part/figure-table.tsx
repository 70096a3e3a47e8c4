import type { ReactNode } from 'react';

/** A table that scrolls by itself where it is wider than the page; `children` are its rows. */
export function FigureTable(props: {
  /** Read out, not shown. */
  readonly caption: string;
  /** The heads of the columns that name a row. */
  readonly names: readonly string[];
  /** The heads of the columns of figures. */
  readonly figures: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="table-scroll" tabIndex={0} aria-label={props.caption}>
      <table>
        <caption className="hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {props.figures.map((name) => (
              <th key={name} scope="col" className="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}
