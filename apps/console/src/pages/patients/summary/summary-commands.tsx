import { type Patient, StayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { DischargeDialog } from '../../../components/stays/discharge.tsx';
import { EnterObservations } from '../../../components/readings/enter-observations.tsx';
import { type Opener, useFormAmong, useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { useSingleKey } from '../../../components/single-key/use-single-key.ts';
import { patientName } from '../../../components/words/identity-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

export interface SummaryCommandsProps {
  readonly patient: Patient;
  readonly now: number;
}

/** What is done most for a patient: observations by phone or on a visit, and a discharge. */
export function SummaryCommands({ patient, now }: SummaryCommandsProps) {
  const entering = useFormDisclosure(`enter-observations/${patient.id}`);
  // By the stay that it is about: the form stays when a colleague has ended that stay.
  const discharging = useFormAmong(`discharge/${patient.id}/`);
  const [sent, setSent] = useState<number | null>(null);
  const { stay } = patient;
  const discharged = StayId.safeParse(discharging.openId);
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  const enter = (): void => {
    setSent(null);
    entering.opener.onClick();
  };
  useSingleKey('e', () => {
    if (!mayRecord || entering.isOpen) return false;
    enter();
    return true;
  });

  return (
    <>
      <Actions
        sbar={pathTo.sbar(patient.id)}
        enter={entering.isOpen ? null : { ...entering.opener, onClick: enter }}
        discharge={stay === null ? null : discharging.openerOf(stay.id)}
      />
      <div role="status">
        {sent !== null && (
          <p className="hw-sent">
            {sent === 1 ? '1 observation was' : `${String(sent)} observations were`} sent. The score follows in a
            moment.
          </p>
        )}
      </div>
      {mayRecord && entering.isOpen && (
        <EnterObservations
          form={entering.form}
          patientId={patient.id}
          onCancel={entering.close}
          onDone={(howMany) => {
            entering.close();
            setSent(howMany);
          }}
        />
      )}
      {mayDischarge && discharged.success && (
        <DischargeDialog
          form={`discharge/${patient.id}/${discharged.data}`}
          stayId={discharged.data}
          patientLabel={patientName(patient)}
          now={now}
          onClose={discharging.close}
        />
      )}
    </>
  );
}

function Actions(props: {
  /** Where the patient is put into words for a colleague. */
  readonly sbar: string;
  /** Null while the form is open. */
  readonly enter: Opener | null;
  /** Null where there is no stay to end. */
  readonly discharge: Opener | null;
}) {
  const { sbar, enter, discharge } = props;
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  return (
    <div className="hw-actions">
      {mayRecord && enter !== null && (
        <button type="button" className="nhsuk-button hw-button--small" aria-keyshortcuts="e" {...enter}>
          {t`Enter observations`}
        </button>
      )}
      {mayDischarge && discharge !== null && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...discharge}>
          Discharge…
        </button>
      )}
      <Link className="nhsuk-button nhsuk-button--secondary hw-button--small" href={sbar}>
        SBAR
      </Link>
    </div>
  );
}
