import type { RoadUserClass } from '@outis/core';
import { pictograms } from './pictogram.ts';

/** The pictogram of a class as a small sign beside a word or a number; the word itself must stand there too. */
export function PictogramIcon(props: {
  readonly class: RoadUserClass;
  readonly size?: number;
  readonly isTight?: boolean;
}) {
  const pictogram = pictograms[props.class];
  // Small signs share one box, so that columns of them line up; large vehicles are drawn to fit it.
  const fit = Math.min(20 / pictogram.height, 30 / pictogram.width);
  const size = props.size ?? 22;
  const half = props.isTight === true ? (pictogram.width * fit) / 2 : 16;
  return (
    <svg
      className={`pictogram class-${props.class}`}
      width={(size * half * 2) / 22}
      height={size}
      viewBox={`${-half} -21 ${half * 2} 22`}
      aria-hidden="true"
      focusable="false"
    >
      <g transform={`scale(${fit})`}>
        {pictogram.parts.map((part) =>
          part.strokeWidth === undefined ? (
            <path key={part.path} d={part.path} fill="currentColor" fillRule="evenodd" />
          ) : (
            <path
              key={part.path}
              d={part.path}
              fill="none"
              stroke="currentColor"
              strokeWidth={part.strokeWidth}
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          ),
        )}
      </g>
    </svg>
  );
}
