import { useWords } from '../messages/words.tsx';
import { Mark } from '../part/mark.tsx';
import type { Route } from './route.ts';

/** Name, site and the two ways to go. */
export function PageHeader(props: { readonly siteName: string | null; readonly page: Route['page'] }) {
  const { say } = useWords();
  return (
    <header className="page-header">
      <div className="page-header-in">
        <a className="wordmark" href="#/" aria-label={say('nav.home')}>
          <Mark size={30} />
          <span>Outis</span>
        </a>
        {props.siteName === null ? null : <span className="site-name">{props.siteName}</span>}
        <nav aria-label={say('nav.label')}>
          <a href="#/" aria-current={props.page === 'overview' ? 'page' : undefined}>
            {say('nav.cameras')}
          </a>
          <a href="#/add" aria-current={props.page === 'add' ? 'page' : undefined}>
            {say('nav.add')}
          </a>
        </nav>
      </div>
    </header>
  );
}
