import { useId, useRef, useState } from 'react';
import { useWords } from '../messages/words.tsx';

/** Something that is shown once and is to be taken elsewhere. */
export function CopyField(props: { readonly label: string; readonly value: string }) {
  const { say } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    setIsCopied(await copyText(props.value));
  };
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <div className="copy-field">
        <input
          ref={input}
          id={id}
          className="mono"
          readOnly
          value={props.value}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button-quiet" onClick={copy}>
          {say('copy')}
        </button>
      </div>
      <p className="soft small" role="status">
        {isCopied ? say('copied') : ''}
      </p>
    </div>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without TLS there is no clipboard for scripts: the selected text is copied the old way.
    return document.execCommand('copy');
  }
}
