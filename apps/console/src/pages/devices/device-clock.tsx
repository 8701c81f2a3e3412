import { CorrectClock, type Device, type DeviceId, offsetInWords, TrustClock } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { correctClock, trustClock } from '../../api/devices.ts';
import { deviceQuery } from '../../api/queries.ts';
import { TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { Section } from '../../components/frame/section.tsx';
import { timeWords } from '../../components/words/time-words.ts';

interface DeviceClockProps {
  readonly device: Device;
  readonly mayChange: boolean;
  readonly now: number;
}

/** The clock of a device that a patient has, where it is corrected or could be. Nothing is shown of one that is right. */
export function DeviceClock({ device, mayChange, now }: DeviceClockProps) {
  const { clockCorrection: correction, clockAheadSeconds: ahead = null, patientId } = device;
  if (patientId === null) return null;
  if (correction !== null) {
    const [by, since, person] = [
      offsetInWords(correction.aheadSeconds),
      timeWords(correction.from, now),
      correction.decidedBy.name,
    ];
    return (
      <Section title={t`Its clock`}>
        <p>
          {t`It is ${by} ahead. Since ${since} what it measures is put back by that and marked, as ${person} decided: ${correction.reason}. Once its clock is set, that ends by itself.`}
        </p>
        {mayChange && <Change deviceId={device.id} aheadSeconds={null} />}
      </Section>
    );
  }
  if (ahead === null) return null;
  const by = offsetInWords(ahead);
  return (
    <Section title={t`Its clock`}>
      <p>
        {t`By what was refused of it last, its clock is steadily ${by} ahead. Have it set, or have what it measures put back by that from now on.`}
      </p>
      {mayChange && <Change deviceId={device.id} aheadSeconds={ahead} />}
    </Section>
  );
}

interface ChangeProps {
  readonly deviceId: DeviceId;
  /** By how much its times are to be put back; null where they are to count as it says them. */
  readonly aheadSeconds: number | null;
}

function Change({ deviceId, aheadSeconds }: ChangeProps) {
  const changing = useFormDisclosure(`clock/${deviceId}`);
  if (changing.isOpen) {
    return <ClockForm deviceId={deviceId} aheadSeconds={aheadSeconds} name={changing.form} onClose={changing.close} />;
  }
  return (
    <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...changing.opener}>
      {aheadSeconds === null ? t`Correct it no longer…` : t`Correct it from now on…`}
    </button>
  );
}

const Typed = z.object({ reason: z.string() });

function ClockForm({
  deviceId,
  aheadSeconds,
  name,
  onClose,
}: ChangeProps & { readonly name: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => (TrustClock.safeParse({ reason }).success ? [] : [{ path: 'reason', message: t`Say why` }]),
    body: ({ reason }) => ({ reason }),
    send: ({ reason }, press) =>
      aheadSeconds === null
        ? trustClock(deviceId, { reason }, press)
        : correctClock(deviceId, CorrectClock.parse({ aheadSeconds, reason }), press),
    onDone: async () => {
      // Asked again: the answer to a command names no patient.
      await client.invalidateQueries({ queryKey: deviceQuery(deviceId).queryKey });
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={aheadSeconds === null ? t`Correct the clock no longer` : t`Correct the clock from now on`}
      refusedTitle={t`The correction was not changed`}
      submit={aheadSeconds === null ? t`Correct it no longer` : t`Correct it from now on`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="reason"
        label={t`Why`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
