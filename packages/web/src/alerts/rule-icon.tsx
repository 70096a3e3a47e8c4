import type { SafetyRule } from '@outis/core';
import type { ReactNode } from 'react';

/**
 * The sign of a rule, in the shapes that safety signs have (ISO 7010): a disc asks to wear something, a ring with a bar
 * forbids, a triangle warns, a square shows the way out. Told apart by outline alone; the word must stand beside it.
 */
export function RuleIcon(props: { readonly rule: SafetyRule; readonly size?: number }) {
  const size = props.size ?? 32;
  return (
    <svg
      className={`rule-icon rule-${props.rule}`}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
    >
      {signs[props.rule]}
    </svg>
  );
}

const signs: Readonly<Record<SafetyRule, ReactNode>> = {
  helmet: (
    <>
      <circle className="rule-ground" cx="16" cy="16" r="15" />
      <path
        className="rule-ink"
        d="M8.2 16.6a7.8 7.8 0 0 1 5.4-7.4v4.4h1.5V8.6h1.8v5h1.5V9.2a7.8 7.8 0 0 1 5.4 7.4z"
      />
      <rect className="rule-ink" x="6" y="17.6" width="20" height="2.3" rx="1.1" />
      <path className="rule-ink" d="M10 21.1h12a6 6 0 0 1-12 0z" />
    </>
  ),
  vest: (
    <>
      <circle className="rule-ground" cx="16" cy="16" r="15" />
      <path className="rule-ink" d="M11.4 6.2 14 11h4l2.6-4.8 3.6 2.1-1 4.6V25H8.8V12.9l-1-4.6z" />
      <path className="rule-cut" d="M8.8 16.2h14.4 M8.8 20.6h14.4 M16 11v14" />
    </>
  ),
  exclusion: (
    <>
      <circle className="rule-ground" cx="16" cy="16" r="15" />
      <circle className="rule-ink" cx="16" cy="16" r="11.4" />
      <circle className="rule-figure" cx="16" cy="8.6" r="2.2" />
      <path
        className="rule-figure-line"
        d="M16 13v6 M13 13.4 11.6 18 M19 13.4 20.4 18 M14.9 19 13.6 25 M17.1 19l1.3 6"
      />
      <path className="rule-bar" d="M7.6 7.6 24.4 24.4" />
    </>
  ),
  proximity: (
    <>
      <path className="rule-ground rule-corner" d="M16 3 30 28H2z" />
      <circle className="rule-ink" cx="11.4" cy="16.4" r="1.7" />
      <path className="rule-ink-line" d="M11.4 19.2v3 M11 22.4l-1.2 3.4 M11.8 22.4l1.2 3.4" />
      <path className="rule-ink" d="M15.2 17.6h4.6l2.6 3.2v3.6h-7.2z" />
      <circle className="rule-ink" cx="17" cy="25" r="1.5" />
      <circle className="rule-ink" cx="20.8" cy="25" r="1.5" />
    </>
  ),
  blocked: (
    <>
      <rect className="rule-ground" x="1.5" y="1.5" width="29" height="29" rx="4" />
      <path className="rule-ink-line rule-thick" d="M5.5 16H16 M12 11.6 16.4 16 12 20.4" />
      <rect className="rule-ink" x="19.5" y="7" width="6.5" height="18" rx="1.2" />
      <path className="rule-cut" d="M20 12.6l5.6-3 M20 17.6l5.6-3 M20 22.6l5.6-3" />
    </>
  ),
};
