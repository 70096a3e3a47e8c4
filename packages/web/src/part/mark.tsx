/** The mark of Outis: a giant with one eye, and the eye sees nobody. */
export function Mark(props: { readonly size: number }) {
  return (
    <svg
      width={props.size}
      height={props.size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
      className="mark"
    >
      <path fill="currentColor" d="M3 31V16a13 13 0 0 1 26 0v15h-5.5v-4.5h-4.4V31h-6.2v-4.5H8.5V31z" />
      <path className="mark-eye" d="M6.5 16.5c5-7.3 14-7.3 19 0-5 7.3-14 7.3-19 0z" />
      <circle
        cx="16"
        cy="16.5"
        r="3.1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeDasharray="2.6 1.3"
      />
    </svg>
  );
}
