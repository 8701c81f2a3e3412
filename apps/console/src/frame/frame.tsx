import type { Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Suspense, useEffect, useRef } from 'react';
import { useAsOf } from '../components/as-of/use-as-of.ts';
import { PageHeading } from '../components/frame/page-heading.tsx';
import { TechnicalAlerts } from '../components/frame/technical-alerts.tsx';
import { WaitingAlertsContext } from '../components/frame/waiting-alerts.tsx';
import { LiveState, StaleWarning, useFreshness } from '../components/live-state/live-state.tsx';
import { Loading } from '../components/page-states/page-states.tsx';
import { RefetchClock } from '../live/refetch-clock.tsx';
import { useFeed } from '../live/use-feed.ts';
import { Link, useNavigation } from '../navigation/navigation.tsx';
import { pathTo } from '../navigation/paths.ts';
import { NotFoundPage } from '../pages/not-found/not-found-page.tsx';
import { landingPath } from '../routes/landing.ts';
import { mayOpen, type Route } from '../routes/route.tsx';
import { pageOf, routeOf, routes } from '../routes/route-table.tsx';
import { AlertingDown, AlertingFooter } from './alerting.tsx';
import { AlertCaller } from './alert-caller.tsx';
import { AlertCounts, useAlertCounts } from './alert-counts.tsx';
import { BrokenPage } from './broken-page.tsx';
import { PageMenu } from './page-menu.tsx';
import { PastOrPresent } from './past.tsx';
import { SiteHeader } from './site-header.tsx';
import { useEnterForLinked } from './use-enter-for-linked.ts';
import { useMenu } from './use-menu.ts';

/** What stands around every page: header, menu, whether alerts arrive, what is wrong with Homeward itself; and the page. */
export function Frame({ me }: { readonly me: Me }) {
  const { path } = useNavigation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  const route = routeOf(path);
  const counts = useAlertCounts();
  const menu = useMenu(path);
  const mayListen = me.permissions.includes('view-patients');
  const fresh = useFreshness();
  const isPast = useAsOf().asOf !== null && route?.hasPast === true;
  useFeed(me.id, mayListen);
  useEnterForLinked();

  // After a change of page, people who listen to it or use the keyboard start at its beginning, or in the form that they came for.
  useEffect(() => {
    const isInForm = (main.current?.querySelector('.hw-form :focus') ?? null) !== null;
    if (shown.current !== path && !isInForm) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);

  return (
    <WaitingAlertsContext value={counts.unanswered}>
      <a className="nhsuk-skip-link" href="#maincontent">
        <Trans>Skip to main content</Trans>
      </a>
      <SiteHeader me={me} maySearch={mayListen} menu={menu}>
        <AlertCounts counts={counts} />
        {mayListen && !isPast && <LiveState fresh={fresh} />}
      </SiteHeader>
      <RefetchClock />
      {mayListen && <AlertCaller />}
      <div className="hw-frame">
        <PageMenu me={me} route={route} path={path} menu={menu} />
        <main className="hw-main" id="maincontent" ref={main} tabIndex={-1}>
          {mayListen && !isPast && <StaleWarning fresh={fresh} />}
          <AlertingDown />
          <TechnicalAlerts />
          <BrokenPage key={path}>
            <Suspense fallback={<Loading what={t`the page`} />}>
              <PageOf route={route} path={path} me={me} />
            </Suspense>
          </BrokenPage>
        </main>
      </div>
      <AlertingFooter />
    </WaitingAlertsContext>
  );
}

function PageOf({ route, path, me }: { readonly route: Route | undefined; readonly path: string; readonly me: Me }) {
  if (path === pathTo.home) return <Landing to={landingPath(me, routes)} />;
  if (route === undefined) return <NotFoundPage path={path} />;
  if (!mayOpen(route, me)) return <NotPermittedPage me={me} title={route.title()} />;
  return route.hasPast ? <PastOrPresent>{pageOf(route, path)}</PastOrPresent> : pageOf(route, path);
}

/** Leads from the address without a page to where the person's work begins. */
function Landing({ to }: { readonly to: string }) {
  const { go } = useNavigation();
  useEffect(() => go(to, 'replace'), [go, to]);
  return <Loading what={t`the page`} />;
}

function NotPermittedPage({ me, title }: { readonly me: Me; readonly title: string }) {
  return (
    <>
      <PageHeading title={t`Not for your role`} />
      <p>
        <Trans>The page “{title}” is not for your role.</Trans>{' '}
        <Link href={landingPath(me, routes)}>
          <Trans>Go to the page where your work begins</Trans>
        </Link>
      </p>
    </>
  );
}
