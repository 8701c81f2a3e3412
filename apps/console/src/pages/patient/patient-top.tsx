import type { Patient } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { wardsQuery } from '../../api/queries.ts';
import { DischargeDialog } from '../../components/discharge/discharge.tsx';
import { EnterObservations } from '../../components/readings/enter-observations.tsx';
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
  /** How live the page is, and the way to another time. */
  readonly children: ReactNode;
}

/** Who it is, where they stay, and what can be done here. */
export function PatientTop({ patient, now, keeping, children }: PatientTopProps) {
  const wards = useQuery(wardsQuery);
  const [doing, setDoing] = useState<'entering' | 'discharging' | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const { stay } = patient;
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
        {children}
        <Actions
          entering={doing === 'entering'}
          admitted={stay !== null}
          onEnter={() => {
            setSent(null);
            setDoing('entering');
          }}
          onDischarge={() => setDoing('discharging')}
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
      {doing === 'entering' && (
        <EnterObservations
          patientId={patient.id}
          onCancel={() => setDoing(null)}
          onDone={(howMany) => {
            setDoing(null);
            setSent(howMany);
          }}
        />
      )}
      {doing === 'discharging' && stay !== null && (
        <DischargeDialog
          stayId={stay.id}
          patientLabel={patientName(patient)}
          now={now}
          onClose={() => setDoing(null)}
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
  readonly entering: boolean;
  readonly admitted: boolean;
  readonly onEnter: () => void;
  readonly onDischarge: () => void;
}) {
  const { entering, admitted, onEnter, onDischarge } = props;
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  if (!mayRecord && !mayDischarge) return null;
  return (
    <div className="hw-actions">
      {mayRecord && !entering && (
        <button type="button" className="nhsuk-button hw-button--small" onClick={onEnter}>
          Enter observations
        </button>
      )}
      {mayDischarge && admitted && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onDischarge}>
          Discharge…
        </button>
      )}
    </div>
  );
}
