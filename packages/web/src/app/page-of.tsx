import { AccountPage } from '../account/account-page.tsx';
import { AddCameraPage } from '../add/add-camera-page.tsx';
import { AimPage } from '../aim/aim-page.tsx';
import { AlertsPage } from '../alerts/alerts-page.tsx';
import { CameraPage } from '../camera/camera-page.tsx';
import { CertifyPage } from '../certify/certify-page.tsx';
import { ChangesPage } from '../changes/changes-page.tsx';
import { LinesPage } from '../lines/lines-page.tsx';
import { LogPage } from '../log/log-page.tsx';
import { MeasuresPage } from '../measures/measures-page.tsx';
import { useWords } from '../messages/words.tsx';
import { OverviewPage } from '../overview/overview-page.tsx';
import { Notice } from '../part/notice.tsx';
import { SafetyPage } from '../safety/safety-page.tsx';
import { ReportPage } from '../safety-report/report-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TokensPage } from '../users/tokens-page.tsx';
import { UsersPage } from '../users/users-page.tsx';
import { useMe } from './me.ts';
import { NoRole } from './no-role.tsx';
import { refusalOf } from './rights.ts';
import type { Route } from './route.ts';

/** The page that the address asks for, or why this user does not see it. */
export function PageOf(props: { readonly route: Route }) {
  const { say } = useWords();
  const { me } = useMe();
  const { route } = props;
  const refusal = refusalOf(me, route.page);
  if (refusal !== null) return <NoRole refusal={refusal} />;
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'add':
      return <AddCameraPage />;
    case 'camera':
      return <CameraPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'lines':
      return <LinesPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'measures':
      return <MeasuresPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'safety':
      return <SafetyPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'settings':
      return <SettingsPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'aim':
      return <AimPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'certify':
      return <CertifyPage key={route.cameraId} cameraId={route.cameraId} />;
    case 'alerts':
      return <AlertsPage alertId={route.alertId} />;
    case 'safety-report':
      return <ReportPage key={route.of} cameraId={route.of} />;
    case 'changes':
      return <ChangesPage />;
    case 'log':
      return <LogPage />;
    case 'users':
      return <UsersPage />;
    case 'tokens':
      return <TokensPage />;
    case 'account':
      return <AccountPage />;
    // These stand in front of every page, see app.tsx.
    case 'sign-in':
    case 'enrol':
    case 'enter':
    case 'tap':
      return null;
    default:
      return (
        <Notice tone="warn" title={say('unknown.title')}>
          <a href="#/">{say('nav.cameras')}</a>
        </Notice>
      );
  }
}
