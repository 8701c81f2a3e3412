import { useQuery } from '@tanstack/react-query';
import type { Me } from '#libs/contracts';
import { Component, type ReactNode, useEffect, useRef } from 'react';
import { meQuery } from './api/queries.ts';
import { SignedOutError } from './api/api-errors.ts';
import { PersonContext } from './components/frame/person.tsx';
import { PageHeading } from './components/frame/page-heading.tsx';
import { TechnicalAlerts } from './components/frame/technical-alerts.tsx';
import { SiteHeader } from './components/frame/site-header.tsx';
import { Loading, ProblemSummary } from './components/page-states/page-states.tsx';
import { Link, useNavigation } from './navigation/navigation.tsx';
import { pathTo, type Route, routeOf } from './navigation/routes.ts';
import { AlertsPage } from './pages/alerts/alerts-page.tsx';
import { BoardPage } from './pages/board/board-page.tsx';
import { NotFoundPage } from './pages/not-found/not-found-page.tsx';
import { PatientPage } from './pages/patient/patient-page.tsx';
import { PlanPage } from './pages/plan/plan-page.tsx';
import { TasksPage } from './pages/tasks/tasks-page.tsx';
import { WardsPage } from './pages/wards/wards-page.tsx';

/** The frame around every page, once it is known who is asking. */
export function App() {
  const { path } = useNavigation();
  const me = useQuery(meQuery);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);

  // After a change of page, people who listen to it or use the keyboard start at its beginning.
  useEffect(() => {
    if (shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);

  return (
    <PersonContext value={me.data}>
      <a className="nhsuk-skip-link" href="#maincontent">
        Skip to main content
      </a>
      <SiteHeader me={me.data} />
      <main className="nhsuk-width-container-fluid hw-main" id="maincontent" ref={main} tabIndex={-1}>
        {me.data !== undefined && <TechnicalAlerts />}
        {me.data !== undefined && (
          <BrokenPage key={path}>
            {mayOpen(routeOf(path), me.data) ? <Page route={routeOf(path)} /> : <NotPermittedPage />}
          </BrokenPage>
        )}
        {me.isPending && <Loading what="who is signed in" />}
        {me.isError && !(me.error instanceof SignedOutError) && (
          <ProblemSummary title="Homeward cannot start" error={me.error} onRetry={() => void me.refetch()} />
        )}
      </main>
    </PersonContext>
  );
}

/** Wards and their beds are for every role; what shows a patient is not. The service refuses it as well. */
function mayOpen({ page }: Route, me: Me): boolean {
  return page === 'wards' || page === 'not-found' || me.permissions.includes('view-patients');
}

function NotPermittedPage() {
  return (
    <>
      <PageHeading title="Not for your role" />
      <p>
        This page shows patients, which your role may not see. The <Link href={pathTo.wards}>wards and their beds</Link>{' '}
        are open to you.
      </p>
    </>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'wards':
      return <WardsPage />;
    case 'board':
      return <BoardPage wardId={route.wardId} />;
    case 'patient':
      return <PatientPage patientId={route.patientId} />;
    case 'plan':
      return <PlanPage patientId={route.patientId} />;
    case 'alerts':
      return <AlertsPage />;
    case 'tasks':
      return <TasksPage />;
    case 'not-found':
      return <NotFoundPage path={route.path} />;
  }
}

interface BrokenPageState {
  readonly error: Error | null;
}

/** Says that a page is broken instead of leaving an empty screen, which could be taken for an empty ward. */
class BrokenPage extends Component<{ readonly children: ReactNode }, BrokenPageState> {
  override state: BrokenPageState = { error: null };

  static getDerivedStateFromError(error: Error): BrokenPageState {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <ProblemSummary
        title="This page does not work"
        error={this.state.error}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
}
