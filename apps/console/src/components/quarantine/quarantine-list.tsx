import { t } from '@lingui/core/macro';
import { type EventId, quarantineReasons, type QuarantinedEntry } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { releaseReading } from '../../api/commands.ts';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useFormDisclosure } from '../forms/use-form-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { timeWords } from '../words/time-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';

export interface QuarantineListProps {
  readonly entries: readonly QuarantinedEntry[];
  readonly now: number;
  readonly mayRelease: boolean;
}

/** What came and was not used, with the reason: it may have to be measured again, or released as true. */
export function QuarantineList({ entries, now, mayRelease }: QuarantineListProps) {
  if (entries.length === 0) return <p>{t`Nothing is in quarantine here.`}</p>;
  return (
    <ul className="nhsuk-list hw-quarantine">
      {entries.slice(0, 20).map((one) => (
        <li key={one.id}>
          <span className="hw-quarantine__when">
            {timeWords(one.receivedAt, now)}, <span className="hw-code">{one.deviceId}</span>
          </span>
          {one.reasons.map((reason) => (
            <span key={`${reason.code} ${reason.path}`} className="hw-quarantine__reason">
              {quarantineReasons[reason.code]} <span className="hw-quarantine__detail">{reason.message}</span>
            </span>
          ))}
          {one.released.map(({ path, by, at, reason }) => (
            <span key={path} className="hw-quarantine__released">
              <span className="hw-mark">Released</span> by {by.name} at {timeWords(at, now)}: {reason}
            </span>
          ))}
          {mayRelease &&
            one.releasable.map((reading) => <Release key={reading.path} entryId={one.id} reading={reading} />)}
        </li>
      ))}
    </ul>
  );
}

interface ReleaseProps {
  readonly entryId: EventId;
  readonly reading: QuarantinedEntry['releasable'][number];
}

const Typed = z.object({ reason: z.string() });

function Release(props: ReleaseProps) {
  const { entryId, reading } = props;
  const releasing = useFormDisclosure(`release-reading/${entryId}/${reading.path}`);
  const what = `${vitalName(reading.code).name} ${longValue(reading.code, reading.value)}`;
  if (!releasing.isOpen) {
    return (
      <span className="hw-actions">
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...releasing.opener}>
          Release {what}…
        </button>
      </span>
    );
  }
  return <ReleaseForm {...props} what={what} name={releasing.form} onClose={releasing.close} />;
}

function ReleaseForm(
  props: ReleaseProps & { readonly what: string; readonly name: string; readonly onClose: () => void },
) {
  const { entryId, reading, what, name, onClose } = props;
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, 'Enter why the reading is true'),
    body: ({ reason }) => ({ path: reading.path, reason: reason.trim() }),
    send: (body, press) => releaseReading(entryId, body, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['quarantine'] });
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={`Release ${what}`}
      refusedTitle="The reading was not released"
      submit="Release and score"
      submitting="Releasing…"
      warning
      onCancel={onClose}
    >
      <p>It is charted and scored as if it had come in the ordinary way, and it may alert.</p>
      <TextField
        form={form}
        path="reason"
        label="Why it is true"
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
