import type { Patient, Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { use } from 'react';
import { handBackPatient, takePatient } from '../../api/patient-commands.ts';
import { stayQuery } from '../../api/queries.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { PersonContext, useMay } from '../../components/frame/person.tsx';
import { timeWords } from '../../components/words/time-words.ts';
import { useNow } from '../../time/use-now.ts';

export interface ResponsiblePersonProps {
  readonly stay: NonNullable<Patient['stay']>;
  readonly patient: Patient;
}

/** Who has this patient, and taking the patient on or handing the patient back. */
export function ResponsiblePerson({ stay, patient }: ResponsiblePersonProps) {
  const now = useNow(60_000);
  const me = use(PersonContext);
  const mayTake = useMay('act-on-alerts');
  const client = useQueryClient();
  // Its revision is what a command is about.
  const whole = useQuery({ ...stayQuery(stay.id), enabled: mayTake });
  const refresh = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['patient', patient.id] }),
      client.invalidateQueries({ queryKey: stayQuery(stay.id).queryKey }),
    ]);
  };
  const isMine = stay.responsible !== null && stay.responsible.person.id === me?.id;
  const changing = useCommand({
    send: (_body: null, press) => (isMine ? handBackPatient(stay.id, press) : takePatient(stay.id, press)),
    onDone: refresh,
    onChanged: () => void refresh(),
  });
  const { responsible } = stay;
  return (
    <p>
      {responsible === null
        ? t`No one has said that they have this patient.`
        : t`${responsible.person.name} has this patient since ${timeWords(responsible.since, now)}.`}{' '}
      {mayTake && whole.data !== undefined && (
        <TakeButton isMine={isMine} pending={changing.pending} stay={whole.data} onPress={changing.run} />
      )}
      {changing.error !== null && (
        <span role="alert" className="nhsuk-error-message">
          {changing.error.message}
        </span>
      )}
    </p>
  );
}

function TakeButton(props: {
  readonly isMine: boolean;
  readonly pending: boolean;
  readonly stay: Stay;
  readonly onPress: (body: null, saw: Stay) => void;
}) {
  const { isMine, pending, stay, onPress } = props;
  return (
    <button type="button" className="hw-link" disabled={pending} onClick={() => onPress(null, stay)}>
      {isMine ? t`Hand back` : t`I have this patient`}
    </button>
  );
}
