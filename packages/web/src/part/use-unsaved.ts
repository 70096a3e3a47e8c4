import { useEffect } from 'react';
import { useWords } from '../messages/words.tsx';

/** What is asked before something is lost: one question for each form with changes. */
const questions = new Set<string>();

/** Asks before a page is left on which something was changed and not saved. */
export function useUnsaved(isChanged: boolean): void {
  const { say } = useWords();
  const question = say('unsaved.leave');
  useEffect(() => {
    if (!isChanged) return;
    // The browser has words of its own for a tab that is closed.
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    questions.add(question);
    window.addEventListener('beforeunload', warn);
    return () => {
      questions.delete(question);
      window.removeEventListener('beforeunload', warn);
    };
  }, [isChanged, question]);
}

/** False when something would be lost and the user stays. */
export function mayLeave(): boolean {
  const [question] = questions;
  return question === undefined || window.confirm(question);
}
