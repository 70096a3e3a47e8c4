import { useEffect, useRef } from 'react';
import { AddCameraPage } from '../add/add-camera-page.tsx';
import { listCameras } from '../api/client.ts';
import { usePolled } from '../api/use-polled.ts';
import { CameraPage } from '../camera/camera-page.tsx';
import { LinesPage } from '../lines/lines-page.tsx';
import { useWords } from '../messages/words.tsx';
import { OverviewPage } from '../overview/overview-page.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { SheetPage } from '../sheet/sheet-page.tsx';
import { PageFooter } from './page-footer.tsx';
import { PageHeader } from './page-header.tsx';
import type { Route } from './route.ts';
import { type Site, SiteContext } from './site.ts';
import { useRoute } from './use-route.ts';

/** The whole page: header, the page that the address asks for, footer. */
export function App() {
  const route = useRoute();
  const { data, failure, refresh } = usePolled('cameras', 5000, listCameras);
  const { say } = useWords();
  const main = useFocusOnChange(route);
  useEffect(() => {
    document.title = 'cameraId' in route ? `${route.cameraId} – Outis` : 'Outis';
  }, [route]);
  const site: Site = { cameras: data, isStale: failure !== null, refresh };
  return (
    <SiteContext value={site}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {say('skip')}
      </button>
      <PageHeader siteName={data?.site.name ?? null} page={route.page} />
      <main ref={main} id="main" tabIndex={-1}>
        {failure === null ? null : <FailureNotice failure={failure} />}
        {data === null && route.page !== 'sheet' ? (
          failure === null && <p className="soft">{say('loading')}</p>
        ) : (
          <PageOf route={route} />
        )}
      </main>
      <PageFooter />
    </SiteContext>
  );
}

function PageOf(props: { readonly route: Route }) {
  const { say } = useWords();
  const { route } = props;
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'add':
      return <AddCameraPage />;
    case 'camera':
      return <CameraPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'lines':
      return <LinesPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'sheet':
      return <SheetPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'unknown':
      return (
        <Notice tone="warn" title={say('unknown.title')}>
          <a href="#/">{say('nav.cameras')}</a>
        </Notice>
      );
    default:
      return route satisfies never;
  }
}

/** After a change of page the keyboard and the screen reader begin at its top. */
function useFocusOnChange(route: Route) {
  const main = useRef<HTMLElement>(null);
  const address = JSON.stringify(route);
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [address]);
  return main;
}
