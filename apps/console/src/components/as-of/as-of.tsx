import type { Instant, Me } from '#libs/contracts';
import { type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { checkAsOf } from '../../navigation/as-of.ts';
import { TimeInput } from '../forms/time-input.tsx';
import { useDisclosure } from '../forms/use-disclosure.ts';
import { PersonContext } from '../frame/person.tsx';
import { dateWords, timeWords } from '../words/time-words.ts';
import type { AsOf } from './use-as-of.ts';

/** Opens a small form that asks what was known at an earlier time. */
export function LookBack({ asOf, show }: Pick<AsOf, 'asOf' | 'show'>) {
  const { isOpen, opener, open, close } = useDisclosure();
  if (!isOpen) {
    return (
      <button
        type="button"
        ref={opener}
        className={`nhsuk-button hw-button--small nhsuk-button--${asOf === null ? 'secondary' : 'reverse'}`}
        onClick={open}
      >
        {asOf === null ? 'Look back…' : 'Another time…'}
      </button>
    );
  }
  return (
    <LookBackForm
      from={asOf === null ? serverClock.now() : Date.parse(asOf)}
      onCancel={close}
      onShow={(time) => {
        close();
        show(time);
      }}
    />
  );
}

function LookBackForm(props: {
  readonly from: number;
  readonly onCancel: () => void;
  readonly onShow: (asOf: Instant) => void;
}) {
  const { from, onCancel, onShow } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => siteTime.typedMinute(from));
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="hw-look-back"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const asked = checkAsOf(siteTime.readMinute(typed), serverClock.now());
        if (asked.ok) onShow(asked.at);
        else {
          setFault(asked.fault);
          field.current?.focus();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label className="nhsuk-label" htmlFor={id}>
        What did we know at
      </label>
      {fault !== null && (
        <span className="nhsuk-error-message" id={`${id}-fault`} role="alert">
          <span className="nhsuk-u-visually-hidden">Error: </span>
          {fault}
        </span>
      )}
      <TimeInput
        id={id}
        ref={field}
        value={typed}
        {...(fault === null ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
        onChange={setTyped}
      />
      <div className="hw-actions">
        <button type="submit" className="nhsuk-button hw-button--small">
          Show
        </button>
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-look-back__cancel hw-button--small"
          onClick={onCancel}
        >
          Cancel
        </button>
      </div>
    </form>
  );
}

/** Says across the page, and while it scrolls, that this is not how things are. */
export function PastBanner({ asOf, show }: { readonly asOf: Instant; readonly show: AsOf['show'] }) {
  const banner = useRef<HTMLDivElement>(null);
  // What was pressed to get here is gone, and people who listen to the page must hear of it at once.
  useEffect(() => banner.current?.focus({ preventScroll: true }), [asOf]);
  return (
    <div className="hw-past" role="region" aria-label="You are looking at the past" ref={banner} tabIndex={-1}>
      <p className="hw-past__words">
        <strong>
          This is the past: what was known on {dateWords(asOf)} at {clockOf(asOf)}.
        </strong>{' '}
        It does not update, and nothing can be changed here. Later corrections are not shown.
      </p>
      <div className="hw-actions">
        <LookBack asOf={asOf} show={show} />
        <button
          type="button"
          className="nhsuk-button nhsuk-button--reverse hw-button--small"
          onClick={() => backToNow(show)}
        >
          Back to now
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

/** The past can only be looked at: every command below is left out, as for a person without the permission. */
export function InThePast({ asOf, children }: { readonly asOf: Instant | null; readonly children: ReactNode }) {
  const person = use(PersonContext);
  return <PersonContext value={asOf === null ? person : readerOnly(person)}>{children}</PersonContext>;
}

function readerOnly(person: Me | undefined): Me | undefined {
  if (person === undefined) return undefined;
  return { ...person, permissions: person.permissions.filter((permission) => permission.startsWith('view-')) };
}
