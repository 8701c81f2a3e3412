import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { SignedOutError } from './api/api-errors.ts';
import { meQuery } from './api/queries.ts';
import { PersonContext } from './components/frame/person.tsx';
import { Loading, ProblemSummary } from './components/page-states/page-states.tsx';
import { WardChoiceProvider } from './components/ward-choice/ward-choice.tsx';
import { Frame } from './frame/frame.tsx';
import { useNavigation } from './navigation/navigation.tsx';
import { pathTo } from './navigation/paths.ts';
import { SessionGuard } from './sign-in/session-guard.tsx';
import { SignedInPage } from './sign-in/signed-in-page.tsx';

/** The console; or, in a window that was opened only to sign in, the end of that. */
export function App() {
  const { path } = useNavigation();
  return path === pathTo.signedIn ? <SignedInPage /> : <SignedInConsole />;
}

/** The frame around every page, once it is known who is asking. */
function SignedInConsole() {
  const me = useQuery(meQuery);
  if (me.data !== undefined) {
    return (
      <PersonContext value={me.data}>
        <WardChoiceProvider key={me.data.id} personId={me.data.id}>
          <SessionGuard me={me.data} />
          <Frame me={me.data} />
        </WardChoiceProvider>
      </PersonContext>
    );
  }
  return (
    <main className="hw-main">
      {me.isPending && <Loading what={t`who is signed in`} />}
      {me.isError && !(me.error instanceof SignedOutError) && (
        <ProblemSummary title={t`Homeward cannot start`} error={me.error} onRetry={() => void me.refetch()} />
      )}
    </main>
  );
}
