import type { Instant, Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, use, useEffect, useRef } from 'react';
import { useAsOf, type AsOf } from '../components/as-of/use-as-of.ts';
import { PersonContext } from '../components/frame/person.tsx';
import { dateWords, timeWords } from '../components/words/time-words.ts';

/** Says across the page, and while it scrolls, that this is not how things are. */
function PastBanner({ asOf, show }: { readonly asOf: Instant; readonly show: AsOf['show'] }) {
  const [day, time] = [dateWords(asOf), clockOf(asOf)];
  const banner = useRef<HTMLDivElement>(null);
  // What was pressed to get here is gone, and people who listen to the page must hear of it at once.
  useEffect(() => banner.current?.focus({ preventScroll: true }), [asOf]);
  return (
    <div className="hw-past" role="region" aria-label={t`You are looking at the past`} ref={banner} tabIndex={-1}>
      <p className="hw-past__words">
        <strong>
          <Trans>
            This is the past: what was known on {day} at {time}.
          </Trans>
        </strong>{' '}
        <Trans>It does not update, and nothing can be changed here. Later corrections are not shown.</Trans>
      </p>
      <div className="hw-actions">
        <button
          type="button"
          className="nhsuk-button nhsuk-button--reverse hw-button--small"
          onClick={() => backToNow(show)}
        >
          <Trans>Back to now</Trans>
        </button>
      </div>
    </div>
  );
}

/** The button is gone with the banner: the focus goes to the beginning of the page, as after any change of page. */
function backToNow(show: AsOf['show']): void {
  show(null);
  document.getElementById('maincontent')?.focus({ preventScroll: true });
}

/** `14:05`, whatever the day. */
const clockOf = (asOf: Instant): string => timeWords(asOf, Date.parse(asOf));

/** The page below, of now or of the past, which can only be looked at: there every command is left out, as for a person without the permission. */
export function PastOrPresent({ children }: { readonly children: ReactNode }) {
  const person = use(PersonContext);
  const { asOf, show } = useAsOf();
  if (asOf === null) return children;
  return (
    <>
      <PastBanner asOf={asOf} show={show} />
      <PersonContext value={readerOnly(person)}>{children}</PersonContext>
    </>
  );
}

function readerOnly(person: Me | undefined): Me | undefined {
  if (person === undefined) return undefined;
  return { ...person, permissions: person.permissions.filter((permission) => permission.startsWith('view-')) };
}
