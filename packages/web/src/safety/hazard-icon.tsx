import type { Hazard } from '@outis/core';

/** Lines of 24 by 24: a sign that is beside its word, never in its place. */
const hazardPaths: Readonly<Record<Hazard, string>> = {
  'slewing-zone': 'M5 21h8 M9 21V4 M4 8l5-4 11 4H4 M17 8v5 M15.5 13h3v3h-3z',
  'lifting-zone': 'M12 2v8 M12 10a2.5 2.5 0 1 1-2.5 2.5 M6 17h12v4H6z',
  excavation: 'M2 8h5l3 11h4l3-11h5 M10 8h4',
  'fall-edge': 'M2 9h9v12 M15 4.5a1.6 1.6 0 1 0 .1 0 M14 8l4 3-3 3 3 4 M18 11l3-1',
  'vehicle-route': 'M7 3 4 21 M17 3l3 18 M12 3v3 M12 10v4 M12 18v3',
  'loading-bay': 'M2 6h11v11H2z M13 10h5l3 3v4h-8 M6.5 20a1.8 1.8 0 1 0 0-.1 M17 20a1.8 1.8 0 1 0 0-.1',
  machine: 'M12 8a4 4 0 1 0 .1 0 M12 2v3 M12 19v3 M2 12h3 M19 12h3 M5 5l2 2 M17 17l2 2 M19 5l-2 2 M7 17l-2 2',
  'rail-track': 'M8 2 5 22 M16 2l3 20 M7.5 6h9 M7 11h10 M6.3 16h11.4 M5.6 20h12.8',
  'high-voltage': 'M13 2 5 13h6l-2 9 9-12h-6z',
  'stored-load': 'M3 13h8v8H3z M13 13h8v8h-8z M8 4h8v8H8z',
  'hot-work': 'M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2.5-7 2 1 2.5 2.5 3 4 1-2 1-5 .5-9z',
  demolition: 'M4 2v6l6 3 M12.5 9a4 4 0 1 0 .1 0 M2 21h5v-4h5v4h10 M15 17l3 4',
};

/** What is dangerous, as a sign beside the word. */
export function HazardIcon(props: { readonly hazard: Hazard }) {
  return <Sign path={hazardPaths[props.hazard]} />;
}

function Sign(props: { readonly path: string }) {
  return (
    <svg
      className="safety-sign"
      width="24"
      height="24"
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={props.path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
