import { Trans } from '@lingui/react/macro';
import { useEffect } from 'react';
import { PageHeading } from '../components/frame/page-heading.tsx';
import { t } from '@lingui/core/macro';
import { announceSignedIn } from './session-channel.ts';

/** Where signing in from a window of its own ends: the tabs that wait hear of it, and the window closes where it may. */
export function SignedInPage() {
  useEffect(() => {
    announceSignedIn();
    window.close();
  }, []);
  return (
    <main className="nhsuk-width-container hw-main" id="maincontent">
      <PageHeading title={t`You are signed in`} />
      <p>
        <Trans>You can close this window and go on where you were.</Trans>
      </p>
    </main>
  );
}
