import { useWords } from '../messages/words.tsx';
import { Notice } from './notice.tsx';

/** Stands in place of a page whose camera is not there (any more). */
export function UnknownCamera(props: { readonly cameraId: string }) {
  const { say } = useWords();
  return (
    <Notice tone="warn" title={say('camera.unknown', { id: props.cameraId })}>
      <a href="#/">{say('nav.cameras')}</a>
    </Notice>
  );
}
