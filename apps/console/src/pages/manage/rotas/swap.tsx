import { instant, type Rota, type RotaShift } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { rotaShiftsQuery, swapShifts } from '../../../api/rotas.ts';
import { required } from '../../../components/forms/faults.ts';
import { ChoiceField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Section } from '../../../components/frame/section.tsx';
import { spanInZone } from '../../../components/words/rota-words.ts';
import { serverClock } from '../../../time/server-clock.ts';

const offeredMs = 28 * 24 * 60 * 60_000;
/** Shifts are given as far as they lie in what is asked for: so that the last ones offered are whole, more is asked for. */
const askedMs = offeredMs + 14 * 24 * 60 * 60_000;

/** Two people exchange shifts. */
export function Swap({ rota }: { readonly rota: Rota }) {
  const swapping = useFormDisclosure(`rota-swap/${rota.id}`);
  return (
    <Section title={t`Swap`}>
      {swapping.isOpen ? (
        <SwapForm name={swapping.form} rota={rota} onClose={swapping.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...swapping.opener}>
          {t`Swap two shifts…`}
        </button>
      )}
    </Section>
  );
}

const Typed = z.object({ shiftA: z.string(), shiftB: z.string() });

interface SwapFormProps {
  readonly name: string;
  readonly rota: Rota;
  readonly onClose: () => void;
}

function SwapForm({ name, rota, onClose }: SwapFormProps) {
  const client = useQueryClient();
  const [now] = useState(() => serverClock.now());
  const shifts = useQuery(rotaShiftsQuery(rota.id, { from: instant(now), until: instant(now + askedMs) }));
  const refresh = () => client.invalidateQueries({ queryKey: ['rotas'] });
  const form = useForm({
    name,
    shape: Typed,
    initial: { shiftA: '', shiftB: '' },
    opened: rota,
    fields: Object.keys(Typed.shape),
    check: ({ shiftA, shiftB }) => [
      ...required('shiftA', shiftA, t`Choose a shift`),
      ...(shiftA !== '' && shiftA === shiftB
        ? [{ path: 'shiftB', message: t`Choose another shift than the first` }]
        : required('shiftB', shiftB, t`Choose a shift`)),
    ],
    body: ({ shiftA, shiftB }) => ({ shiftA: { start: shiftA }, shiftB: { start: shiftB } }),
    send: (body, press) => swapShifts(rota.id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const offered = shifts.data?.items.filter(({ start }) => Date.parse(start) < now + offeredMs) ?? [];
  const choices = [{ value: '', words: t`Choose a shift` }, ...offered.map(choiceOf(rota))];
  return (
    <FormFrame
      form={form}
      title={t`Swap two shifts`}
      refusedTitle={t`The shifts were not swapped`}
      submit={t`Swap shifts`}
      submitting={t`Swapping…`}
      onCancel={onClose}
    >
      <p>{t`Shifts of the next 28 days. Each of the two people has the shift of the other.`}</p>
      <ChoiceField
        form={form}
        path="shiftA"
        label={t`The one shift`}
        value={form.values.shiftA}
        choices={choices}
        onChange={(shiftA) => form.set({ shiftA })}
      />
      <ChoiceField
        form={form}
        path="shiftB"
        label={t`The other shift`}
        value={form.values.shiftB}
        choices={choices}
        onChange={(shiftB) => form.set({ shiftB })}
      />
    </FormFrame>
  );
}

const choiceOf =
  ({ timeZone }: Rota) =>
  (shift: RotaShift): { readonly value: string; readonly words: string } => ({
    value: shift.start,
    words: `${spanInZone(shift, timeZone)}, ${shift.personName}`,
  });
