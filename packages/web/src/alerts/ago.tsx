import { useWords } from '../messages/words.tsx';
import { agoOf } from './alert-list.ts';

/** `3 minutes ago`, in the language of the page. */
export function Ago(props: { readonly ms: number }) {
  const { language } = useWords();
  const { count, unit } = agoOf(props.ms);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(-count, unit);
}
