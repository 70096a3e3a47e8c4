import { type ReactNode, useEffect, useRef } from 'react';
import { TellingContext, useTelling } from '../alerts/use-telling.ts';
import { listCameras } from '../api/client.ts';
import { usePolled } from '../api/use-polled.ts';
import { TapPage } from '../certify/tap-page.tsx';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { EnrolPage, EnterPage } from '../sign-in/enrol-page.tsx';
import { FirstRunPage } from '../sign-in/first-run-page.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { MeContext, useMe, useMeState } from './me.ts';
import { PageFooter } from './page-footer.tsx';
import { PageHeader, PlainHeader } from './page-header.tsx';
import { PageOf } from './page-of.tsx';
import { takeReturn } from './return-address.ts';
import { refusalOf } from './rights.ts';
import type { Route } from './route.ts';
import { type Site, SiteContext } from './site.ts';
import { useRoute } from './use-route.ts';

/** The whole page: who is there, header, the page that the address asks for, footer. */
export function App() {
  const route = useRoute();
  const { value, failure } = useMeState();
  const { say } = useWords();
  useEffect(() => {
    document.title = 'cameraId' in route ? `${route.cameraId} – Outis` : 'Outis';
  }, [route]);
  // Whoever taps on site has no account: nobody is asked who it is.
  if (route.page === 'tap') return <TapPage key={route.code} code={route.code} />;
  if (value === null) {
    return (
      <Frame route={route} header={<PlainHeader />}>
        {failure === null ? <p className="soft">{say('loading')}</p> : <FailureNotice failure={failure} />}
      </Frame>
    );
  }
  const gate = gateOf(route, value.me.state);
  return (
    <MeContext value={value}>
      {gate === null ? (
        <SignedIn route={route} />
      ) : (
        <Frame route={route} header={<PlainHeader />}>
          {gate}
        </Frame>
      )}
    </MeContext>
  );
}

/** What stands before the page: a link with a code, the first user, signing in. Null when the page itself is shown. */
function gateOf(route: Route, state: string): ReactNode {
  if (route.page === 'enrol') return <EnrolPage key={route.code} code={route.code} />;
  if (route.page === 'enter') return <EnterPage key={route.code} code={route.code} />;
  if (state === 'first-run') return <FirstRunPage code={null} />;
  if (state === 'signed-out') return <SignInPage isRefused={route.page === 'sign-in' && route.isRefused} />;
  return null;
}

/** The cameras are asked for only here: while nobody is signed in, nothing is. */
function SignedIn(props: { readonly route: Route }) {
  const { route } = props;
  const { say } = useWords();
  const { data, failure, refresh } = usePolled('cameras', 5000, listCameras);
  const telling = useTelling(refusalOf(useMe().me, 'alerts') === null);
  useEffect(() => {
    const kept = takeReturn();
    if (kept !== null) window.location.hash = kept;
  }, []);
  useEffect(() => {
    if (route.page === 'sign-in') window.location.hash = '#/';
  }, [route]);
  const site: Site = { cameras: data, isStale: failure !== null, refresh };
  return (
    <SiteContext value={site}>
      <TellingContext value={telling}>
        <Frame route={route} header={<PageHeader page={route.page} />}>
          {failure === null ? null : <FailureNotice failure={failure} />}
          {data === null ? (
            failure === null && <p className="soft">{say('loading')}</p>
          ) : (
            <PageOf route={route} />
          )}
        </Frame>
      </TellingContext>
    </SiteContext>
  );
}

function Frame(props: { readonly route: Route; readonly header: ReactNode; readonly children: ReactNode }) {
  const { say } = useWords();
  const main = useFocusOnChange(props.route);
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {say('skip')}
      </button>
      {props.header}
      <main ref={main} id="main" tabIndex={-1}>
        {props.children}
      </main>
      <PageFooter />
    </>
  );
}

/** After a change of page the keyboard and the screen reader begin at its top. */
function useFocusOnChange(route: Route) {
  const main = useRef<HTMLElement>(null);
  // Going from one alert to the next is no change of page: there the page itself says where the keyboard is.
  const address = route.page === 'alerts' ? route.page : JSON.stringify(route);
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [address]);
  return main;
}
