import { type Html, html } from './html.ts';

/** Small drawings in a square of 24 x 24, filled by the even-odd rule; the same on the page and on the sign. */
export const icons = {
  /** A helmet. */
  'site-safety':
    'M2 16.2h20v1.1a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2zM3.6 14.7c0-3.7 2.2-6.7 5.4-7.9v4.4h1.5V5.5c0-.7.6-1.2 1.2-1.2h.6c.7 0 1.2.5 1.2 1.2v5.7H15V6.8c3.2 1.2 5.4 4.2 5.4 7.9z',
  /** A road that leads away, with its dashes. */
  'street-statistics':
    'M9.3 3.5h5.4L20.5 20.5h-17zM11.5 5.5h1l.2 3h-1.4zM11.2 10.3h1.6l.2 3.7h-2zM10.9 15.8h2.2l.2 4.7h-2.6z',
  yes: 'M9.3 18.6 3.1 12.4l2-2 4.2 4.2 9.6-9.6 2 2z',
  no: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 4.6a7.4 7.4 0 0 1 4.5 1.5L6.1 16.5A7.4 7.4 0 0 1 12 4.6zM7.7 18.1 18.1 7.7A7.4 7.4 0 0 1 7.7 18.1z',
  /** Nobody behind an eye: the mark of Outis. */
  mark: 'M2.3 23V12a9.7 9.7 0 0 1 19.4 0v11h-4v-3.4h-3.3V23H9.6v-3.4H6.3V23zM4.9 12.4c3.7-5.5 10.5-5.5 14.2 0-3.7 5.5-10.5 5.5-14.2 0zM12 10.1a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z',
} as const;

export type IconName = keyof typeof icons;

/** A drawing in a page; words beside it say the same, so readers of the screen pass over it. */
export function icon(name: IconName, className: string): Html {
  return html`<svg class="icon ${className}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" fill-rule="evenodd" d="${icons[name]}"/></svg>`;
}
