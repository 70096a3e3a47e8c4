import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Mark } from '../part/mark.tsx';
import { useMe } from './me.ts';
import { refusalOf } from './rights.ts';
import type { Route } from './route.ts';
import { useSite } from './site.ts';
import { UserMenu } from './user-menu.tsx';

const ways = [
  { page: 'overview', href: '#/', key: 'nav.cameras' },
  { page: 'add', href: '#/add', key: 'nav.add' },
  { page: 'changes', href: '#/changes', key: 'nav.changes' },
  { page: 'log', href: '#/log', key: 'nav.log' },
  { page: 'users', href: '#/users', key: 'nav.users' },
] as const satisfies readonly { page: Route['page']; href: string; key: MessageKey }[];

/** Name, site, the ways to go for this user, and the user. */
export function PageHeader(props: { readonly page: Route['page'] }) {
  const { say } = useWords();
  const { me } = useMe();
  const siteName = useSite().cameras?.site.name ?? null;
  const current = props.page === 'tokens' ? 'users' : props.page;
  return (
    <header className="page-header">
      <div className="page-header-in">
        <a className="wordmark" href="#/" aria-label={say('nav.home')}>
          <Mark size={30} />
          <span>Outis</span>
        </a>
        {siteName === null ? null : <span className="site-name">{siteName}</span>}
        <nav aria-label={say('nav.label')}>
          {ways
            .filter(({ page }) => refusalOf(me, page) === null)
            .map(({ page, href, key }) => (
              <a key={page} href={href} aria-current={current === page ? 'page' : undefined}>
                {page === 'changes' ? <ChangesLabel /> : say(key)}
              </a>
            ))}
        </nav>
        <UserMenu isAccount={props.page === 'account'} />
      </div>
    </header>
  );
}

/** The header of pages that are seen before anybody is signed in. */
export function PlainHeader() {
  return (
    <header className="page-header">
      <div className="page-header-in">
        <span className="wordmark">
          <Mark size={30} />
          <span>Outis</span>
        </span>
      </div>
    </header>
  );
}

/** How many changes wait stands beside the word. */
function ChangesLabel() {
  const { say, number } = useWords();
  const count = useSite().cameras?.cameras.reduce((sum, camera) => sum + camera.pending.length, 0) ?? 0;
  if (count === 0) return say('nav.changes');
  return (
    <>
      <span aria-hidden="true">
        {say('nav.changes')} <b className="nav-count">{number(count)}</b>
      </span>
      <span className="hidden">{say('nav.changes.waiting', { count: number(count) })}</span>
    </>
  );
}
