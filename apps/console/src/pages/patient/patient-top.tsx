import { type Patient, StayId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wardsQuery } from '../../api/queries.ts';
import { DischargeDialog } from '../../components/discharge/discharge.tsx';
import { EnterObservations } from '../../components/readings/enter-observations.tsx';
import { type Opener, useFormAmong, useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { ageInYears, dateWords, timeWords } from '../../components/words/time-words.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

export interface PatientTopProps {
  readonly patient: Patient;
  readonly now: number;
  /** Makes a path one of the same time as this page's. */
  readonly keeping: (path: string) => string;
}

/** Who it is, where they stay, and what can be done here. */
export function PatientTop({ patient, now, keeping }: PatientTopProps) {
  const wards = useQuery(wardsQuery);
  const entering = useFormDisclosure(`enter-observations/${patient.id}`);
  // By the stay that it is about: the form stays when a colleague has ended that stay.
  const discharging = useFormAmong(`discharge/${patient.id}/`);
  const [sent, setSent] = useState<number | null>(null);
  const { stay } = patient;
  const discharged = StayId.safeParse(discharging.openId);
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  const ward = wards.data?.items.find((one) => one.id === stay?.wardId);

  return (
    <>
      {stay !== null && (
        <Link className="nhsuk-back-link hw-back" href={keeping(pathTo.board(stay.wardId))}>
          {ward?.name ?? 'Ward board'}
        </Link>
      )}
      <div className="hw-page-top">
        <div>
          <PageHeading title={patientName(patient)} />
          <WhoLine patient={patient} now={now} />
        </div>
        <Actions
          enter={
            entering.isOpen
              ? null
              : {
                  ...entering.opener,
                  onClick: () => {
                    setSent(null);
                    entering.opener.onClick();
                  },
                }
          }
          discharge={stay === null ? null : discharging.openerOf(stay.id)}
        />
      </div>
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

/** What distinguishes this person from others of the same name. */
export function WhoLine({ patient, now }: Pick<PatientTopProps, 'patient' | 'now'>) {
  const { stay } = patient;
  return (
    <p className="hw-who">
      <span>{ageInYears(patient.birthDate, now)} years</span>
      <span>Born {dateWords(patient.birthDate)}</span>
      <span>
        NHS number <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
      </span>
      {stay === null ? (
        <strong>Not on a ward</strong>
      ) : (
        <span>
          {pathwayWords(stay.pathway)}, admitted {timeWords(stay.admittedAt, now)}
        </span>
      )}
    </p>
  );
}

function Actions(props: {
  /** Null while the form is open. */
  readonly enter: Opener | null;
  /** Null where there is no stay to end. */
  readonly discharge: Opener | null;
}) {
  const { enter, discharge } = props;
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  if (!mayRecord && !mayDischarge) return null;
  return (
    <div className="hw-actions">
      {mayRecord && enter !== null && (
        <button type="button" className="nhsuk-button hw-button--small" {...enter}>
          Enter observations
        </button>
      )}
      {mayDischarge && discharge !== null && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...discharge}>
          Discharge…
        </button>
      )}
    </div>
  );
}
