import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { draftStore } from '../components/forms/draft-store.ts';
import { pathTo } from '../navigation/paths.ts';
import { hereWithSearch, signInPath } from '../session/session.ts';

const signInWindow = 'homeward-sign-in';
const windowLook = 'popup,width=560,height=760';

/** Signs in again in a window of its own, so that nothing on this page is lost; other ways where the browser opens none. */
export function SignInAgain({ words }: { readonly words: string }) {
  const [isBlocked, setIsBlocked] = useState(false);
  return (
    <>
      <button
        type="button"
        className="nhsuk-button hw-button--small"
        onClick={() => {
          setIsBlocked(window.open(signInPath(pathTo.signedIn), signInWindow, windowLook) === null);
        }}
      >
        {words}
      </button>
      {isBlocked && (
        <p role="alert">
          <Trans>
            The browser did not open a window.{' '}
            <a href={signInPath(pathTo.signedIn)} target="_blank" rel="opener">
              Sign in in a new tab
            </a>
            , or{' '}
            <a href={signInPath(hereWithSearch())} onClick={() => draftStore.leaveWithoutWarning()}>
              sign in on this page
            </a>
            : what you typed is kept.
          </Trans>
        </p>
      )}
    </>
  );
}
