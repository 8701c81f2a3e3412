import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Me } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { ask } from '../api/http.ts';
import { meQuery } from '../api/queries.ts';
import { draftStore } from '../components/forms/draft-store.ts';
import { useModal } from '../components/forms/use-modal.ts';
import { timeWords } from '../components/words/time-words.ts';
import { useNow } from '../time/use-now.ts';
import { session } from '../session/session.ts';
import { whenSignedIn } from './session-channel.ts';
import { expiryStage, type SessionState, whatNext } from '../session/session-state.ts';
import { SignInAgain } from './sign-in-again.tsx';

/**
 * Watches over the session of the person on screen: says in time that it ends, asks to sign in again over the page once it
 * has, and goes on where the same person was.
 *
 * @param me as the service last said; the page below must not show another person's before this has looked.
 */
export function SessionGuard({ me }: { readonly me: Me }) {
  const state = useSyncExternalStore(session.listen, session.state);
  useEffect(() => {
    if (whatNext(session.state(), me) === 'go-on') session.signedIn(me);
    else beginAnew();
  }, [me]);
  useSignedInElsewhere();
  return (
    <>
      {state.kind === 'signed-in' && <ExpiryBanner expiresAt={state.expiresAt} />}
      {state.kind === 'ended' && <SignedOutDialog state={state} />}
    </>
  );
}

/** Nothing of the first person's stays on screen; what they typed is kept for them, out of the other's sight. */
function beginAnew(): void {
  draftStore.leaveWithoutWarning();
  window.location.reload();
}

/** After signing in, in whatever tab, asks who it is; also when the person comes back to this tab, should it have heard nothing. */
function useSignedInElsewhere(): void {
  const client = useQueryClient();
  useEffect(() => {
    const look = async (): Promise<void> => {
      const wasEnded = session.state().kind === 'ended';
      // Past the cache: the page must not show itself to another person first.
      const me = await ask({ path: '/me', schema: Me });
      if (whatNext(session.state(), me) === 'begin-anew') {
        beginAnew();
        return;
      }
      session.signedIn(me);
      client.setQueryData(meQuery.queryKey, me);
      if (wasEnded) await client.invalidateQueries();
    };
    const lookAgain = (): void => {
      // Still signed out: the dialog stays.
      look().catch(() => undefined);
    };
    const cameBack = (): void => {
      if (session.state().kind === 'ended') lookAgain();
    };
    window.addEventListener('focus', cameBack);
    const stop = whenSignedIn(lookAgain);
    return () => {
      window.removeEventListener('focus', cameBack);
      stop();
    };
  }, [client]);
}

/** Announced once, and once more more urgently: the words do not change with every minute. */
function ExpiryBanner({ expiresAt }: { readonly expiresAt: number | null }) {
  const now = useNow();
  const stage = expiryStage(expiresAt, now);
  if (expiresAt === null || stage === 'none') return null;
  const at = timeWords(expiresAt, now);
  return (
    <div className={`hw-session hw-session--${stage}`}>
      <p role={stage === 'soon' ? 'status' : 'alert'}>
        <Trans>You will be signed out at {at}. Sign in again before that: nothing on this page is lost.</Trans>
      </p>
      <SignInAgain words={t`Sign in again now`} />
    </div>
  );
}

function SignedOutDialog({ state }: { readonly state: Extract<SessionState, { kind: 'ended' }> }) {
  const dialog = useModal();
  const { name } = state.person;
  return (
    <dialog
      className="hw-dialog"
      ref={dialog}
      aria-labelledby="signed-out-title"
      onCancel={(event) => event.preventDefault()}
      // A browser lets a second Escape close it all the same.
      onClose={(event) => {
        if (session.state().kind === 'ended') event.currentTarget.showModal();
      }}
    >
      <h2 className="nhsuk-heading-m" id="signed-out-title">
        <Trans>You are signed out</Trans>
      </h2>
      <p>
        {state.why === 'expired' ? (
          <Trans>Your session has expired.</Trans>
        ) : (
          <Trans>Your session was ended, here or elsewhere.</Trans>
        )}{' '}
        <Trans>What you typed is kept. Sign in as {name} to go on where you were.</Trans>
      </p>
      <SignInAgain words={t`Sign in again`} />
    </dialog>
  );
}
