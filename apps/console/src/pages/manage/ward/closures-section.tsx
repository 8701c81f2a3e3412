import type { Closure, Ward } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { closeBeds, closuresQuery, endClosure } from '../../../api/ward-capacity.ts';
import { type FormFault, required, timeFaults } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { type FormAmong, useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { Empty } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { serverClock } from '../../../time/server-clock.ts';
import { siteTime } from '../../../time/site-time.ts';
import { useNow } from '../../../time/use-now.ts';
import { FetchedSection } from './fetched-section.tsx';

/** Beds that cannot be given out for a time, and why. */
export function ClosuresSection({ ward }: { readonly ward: Ward }) {
  const ending = useFormAmong(`end-closure/${ward.id}/`);
  const now = useNow(60_000);
  return (
    <FetchedSection
      title={t`Closed beds`}
      fetched={useQuery(closuresQuery(ward.id))}
      what={t`the closures`}
      notFetched={t`The closures could not be fetched`}
      formName={`close-beds/${ward.id}`}
      opens={t`Close beds…`}
      form={(name, close) => <CloseForm name={name} ward={ward} onClose={close} />}
    >
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{t`No beds have been closed.`}</Empty>
        ) : (
          <ul className="hw-found">
            {items.map((closure) => (
              <OneClosure key={closure.id} closure={closure} ending={ending} now={now} />
            ))}
          </ul>
        )
      }
    </FetchedSection>
  );
}

interface OneClosureProps {
  readonly closure: Closure;
  readonly ending: FormAmong;
  readonly now: number;
}

function OneClosure({ closure, ending, now }: OneClosureProps) {
  const { id, wardId, beds, from, until, reason, by, ended } = closure;
  const isOver = ended !== null || (until !== null && Date.parse(until) <= now);
  const end = ended === null ? (until === null ? t`until it is ended` : t`until ${timeWords(until, now)}`) : '';
  return (
    <li>
      <strong>{t`${plural(beds, { one: '# bed', other: '# beds' })}`}</strong> {t`from ${timeWords(from, now)}`} {end}:{' '}
      {reason} ({by.name})
      {ended !== null && `. ${t`Ended ${timeWords(ended.at, now)} by ${ended.by.name}: ${ended.reason}`}`}{' '}
      {!isOver &&
        (ending.openId === id ? (
          <EndForm name={`end-closure/${wardId}/${id}`} closure={closure} onClose={ending.close} />
        ) : (
          <button type="button" className="hw-link" {...ending.openerOf(id)}>
            {t`Open them again…`}
          </button>
        ))}
    </li>
  );
}

const refresh = async (client: QueryClient): Promise<void> => {
  const changed = ['closures', 'wards', 'bed-figures', 'wards-overview'];
  await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
};

const Typed = z.object({ beds: z.string(), from: z.string(), until: z.string(), reason: z.string() });

function faultsOfClosure({ beds, from, until, reason }: z.infer<typeof Typed>): readonly FormFault[] {
  return [
    ...(/^[1-9]\d{0,4}$/.test(beds.trim()) ? [] : [{ path: 'beds', message: t`Enter how many beds: a whole number` }]),
    ...timeFaults('from', siteTime.readMinute(from)),
    ...(until.trim() === '' ? [] : timeFaults('until', siteTime.readMinute(until))),
    ...required('reason', reason, t`Enter why the beds are closed`),
  ];
}

interface CloseFormProps {
  readonly name: string;
  readonly ward: Ward;
  readonly onClose: () => void;
}

function CloseForm({ name, ward, onClose }: CloseFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: () => ({ beds: '', from: siteTime.typedMinute(serverClock.now()), until: '', reason: '' }),
    opened: null,
    fields: Object.keys(Typed.shape),
    check: faultsOfClosure,
    body: ({ beds, from, until, reason }) => ({
      beds: Number(beds),
      ...timeOf('from', from),
      ...timeOf('until', until),
      reason: reason.trim(),
    }),
    send: (body, press) => closeBeds(ward.id, body, press),
    onDone: async () => {
      await refresh(client);
      onClose();
    },
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Close beds`}
      refusedTitle={t`No bed was closed`}
      submit={t`Close beds`}
      submitting={t`Closing…`}
      first="beds"
      onCancel={onClose}
    >
      <p>{t`Closed beds are given to no patient. Who is in a bed stays in it.`}</p>
      <TextField
        form={form}
        path="beds"
        label={t`How many beds`}
        kind="number"
        value={values.beds}
        onChange={(beds) => set({ beds })}
      />
      <TextField
        form={form}
        path="from"
        label={t`From`}
        hint={t`By the clocks of ${siteTime.zone}.`}
        kind="time"
        value={values.from}
        onChange={(from) => set({ from })}
      />
      <TextField
        form={form}
        path="until"
        label={t`Until`}
        hint={t`Until it is ended by hand, where it is left blank.`}
        optional
        kind="time"
        value={values.until}
        onChange={(until) => set({ until })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}

/** What is blank is left out; what cannot be read has been refused before. */
function timeOf(name: 'from' | 'until', typed: string): { readonly from?: string; readonly until?: string } {
  const read = siteTime.readMinute(typed);
  return read.ok ? { [name]: read.at } : {};
}

const EndTyped = z.object({ reason: z.string() });

interface EndFormProps {
  readonly name: string;
  readonly closure: Closure;
  readonly onClose: () => void;
}

function EndForm({ name, closure, onClose }: EndFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: EndTyped,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter why the beds are open again`),
    body: ({ reason }) => ({ reason: reason.trim() }),
    send: (body, press) => endClosure(closure, body, press),
    onDone: async () => {
      await refresh(client);
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Open the beds again`}
      refusedTitle={t`The closure was not ended`}
      submit={t`Open the beds`}
      submitting={t`Opening…`}
      only="reason"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
