import { purposesWith } from '@outis/core';
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
  { page: 'alerts', href: '#/alerts', key: 'nav.alerts' },
  { page: 'safety-report', href: '#/safety-report', key: 'nav.report' },
  { page: 'changes', href: '#/changes', key: 'nav.changes' },
  { page: 'log', href: '#/log', key: 'nav.log' },
  { page: 'users', href: '#/users', key: 'nav.users' },
] as const satisfies readonly { page: Route['page']; href: string; key: MessageKey }[];

/** Name, site, the ways to go for this user, and the user. */
export function PageHeader(props: { readonly page: Route['page'] }) {
  const { say } = useWords();
  const { me } = useMe();
  const siteName = useSite().cameras?.site.name ?? null;
  const hasAlerts =
    useSite().cameras?.cameras.some(({ purpose }) => purposesWith('alerts').includes(purpose)) ?? false;
  // Whoever sees the alerts finds the report there.
  const seesAlerts = refusalOf(me, 'alerts') === null;
  const isShown: Readonly<Partial<Record<Route['page'], boolean>>> = {
    alerts: hasAlerts,
    'safety-report': hasAlerts && !seesAlerts,
  };
  const current = headOf(props.page, seesAlerts);
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
            .filter(({ page }) => refusalOf(me, page) === null && isShown[page] !== false)
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

/** The page of the header under which a page stands. */
function headOf(page: Route['page'], seesAlerts: boolean): Route['page'] {
  if (page === 'tokens') return 'users';
  return page === 'safety-report' && seesAlerts ? 'alerts' : page;
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
