import { Notice } from '../part/notice.tsx';

/** The edge's own words, where they belong. */
export function Refusal(props: { readonly text: string }) {
  return (
    <Notice tone="bad">
      <span lang="en">{props.text}</span>
    </Notice>
  );
}
