/** A QR code from rows of `0` and `1`, with the quiet margin that readers need. */
export function QrCode(props: { readonly rows: readonly string[]; readonly label: string }) {
  const { rows, label } = props;
  const margin = 4;
  const size = rows.length + 2 * margin;
  const path = rows
    .flatMap((row, y) =>
      [...row].map((each, x) => (each === '1' ? `M${x + margin} ${y + margin}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
