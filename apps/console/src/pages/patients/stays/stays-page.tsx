import type { Instant, Patient, PatientId, Stay, StayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { stayHistoryQuery, staysOfQuery } from '../../../api/patients.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { wardsQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { Fact } from '../../../components/frame/fact.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { StayButtons } from '../../../components/stays/stay-buttons.tsx';
import { readStayFormId } from '../../../components/stays/stay-changes.ts';
import { StayDialog } from '../../../components/stays/stay-dialog.tsx';
import { pathwayWords, patientName } from '../../../components/words/identity-words.ts';
import { destinationWords, entryWords, leaveWords } from '../../../components/words/stay-words.ts';
import { dateWords, timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { PatientReferrals } from './patient-referrals.tsx';
import { stayAt } from './stay-at.ts';
import { StayCommands } from './stay-commands.tsx';
import { StayHistory } from './stay-history.tsx';

/** Every stay of a patient, the newest first, with who changed it, when and why. */
export function StaysPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Stays`}>
      {(patient) => (
        <>
          <StayCommands patient={patient} />
          <PatientReferrals patientId={patientId} />
          <Stays patient={patient} />
        </>
      )}
    </PatientFrame>
  );
}

function Stays({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const patientId = patient.id;
  const among = useFormAmong(`stay/${patientId}/`);
  const stays = useQuery(staysOfQuery(patientId));
  useRefetchAfterEvents({
    queryKey: queryKeys.staysOf(patientId),
    isAbout: ({ event, data }) => event === 'stay' && data.patientId === patientId,
  });
  if (stays.isPending) return <Loading what={t`the stays`} />;
  if (stays.data === undefined) {
    return (
      <ProblemSummary
        title={t`The stays could not be fetched`}
        error={stays.error}
        onRetry={() => void stays.refetch()}
      />
    );
  }
  const open = readStayFormId(among.openId);
  // Who has an open stay cannot have another one reinstated.
  const changeable = patient.stay?.id ?? stays.data.items[0]?.id;
  // A stay that had not begun then is not of then.
  const shown = stays.data.items.filter(({ admittedAt }) => asOf === null || admittedAt <= asOf);
  return (
    <>
      {asOf !== null && <p>{t`These stays had begun then, and are shown as they were.`}</p>}
      {shown.length === 0 && <Empty>{t`The patient has not been on a ward.`}</Empty>}
      {shown.map((stay) =>
        asOf === null ? (
          <OneStay key={stay.id} stay={stay} now={now}>
            {stay.id === changeable && (
              <div className="hw-actions">
                {/* A discharge has its button at the top. */}
                <StayButtons stay={stay} among={among} without={['discharge']} />
              </div>
            )}
          </OneStay>
        ) : (
          <StayThen key={stay.id} stayId={stay.id} asOf={asOf} />
        ),
      )}
      {open !== undefined && (
        <StayDialog
          key={among.openId}
          open={open}
          form={`stay/${patientId}/${among.openId ?? ''}`}
          patientLabel={patientName(patient)}
          now={now}
          onClose={among.close}
        />
      )}
    </>
  );
}

/** A stay as it was then, of what its history says: on which ward, and whether it had ended. */
function StayThen({ stayId, asOf }: { readonly stayId: StayId; readonly asOf: Instant }) {
  const history = useQuery(stayHistoryQuery(stayId));
  if (history.isPending) return <Loading what={t`the stay`} />;
  if (history.data === undefined) {
    return (
      <ProblemSummary
        title={t`The stay could not be fetched`}
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  }
  const then = stayAt(history.data.items, asOf);
  return then === undefined ? null : <OneStay stay={then} now={Date.parse(asOf)} />;
}

interface OneStayProps {
  readonly stay: Stay;
  readonly now: number;
  /** What can be made of it. */
  readonly children?: ReactNode;
}

function OneStay({ stay, now, children }: OneStayProps) {
  const wards = useQuery(wardsQuery);
  const ward = wards.data?.items.find(({ id }) => id === stay.wardId)?.name ?? t`A ward`;
  return (
    <Section title={`${ward}, ${timeWords(stay.admittedAt, now)}`}>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Pathway`}>{pathwayWords(stay.pathway)}</Fact>
        <Fact term={t`Admitted`}>
          {t`${timeWords(stay.admittedAt, now)} by ${stay.admittedBy.name}, ${entryWords(stay.entry)}`}
        </Fact>
        <BedFacts stay={stay} now={now} />
        <EndFacts stay={stay} now={now} />
      </dl>
      {children}
      <StayHistory stay={stay} now={now} />
    </Section>
  );
}

function BedFacts({ stay, now }: { readonly stay: Stay; readonly now: number }) {
  const { bed, overCapacityReason, leave, expectedDischargeDate, referralId } = stay;
  return (
    <>
      <Fact term={t`Bed`}>
        {bed}
        {overCapacityReason !== null && `, ${t`beyond capacity: ${overCapacityReason}`}`}
      </Fact>
      {expectedDischargeDate !== null && <Fact term={t`Expected discharge`}>{dateWords(expectedDischargeDate)}</Fact>}
      {leave !== null && <Fact term={t`Leave`}>{leaveWords(leave, now)}</Fact>}
      {referralId !== null && (
        <Fact term={t`Referral`}>
          <Link href={pathTo.referral(referralId)}>{t`Go to the referral`}</Link>
        </Fact>
      )}
    </>
  );
}

/** How it ended, and whether that was undone. */
function EndFacts({ stay, now }: { readonly stay: Stay; readonly now: number }) {
  const { dischargedAt, dischargedBy, dischargeDestination, dischargeReason, cancelled, reinstated } = stay;
  return (
    <>
      {dischargedAt !== null && (
        <Fact term={t`Discharged`}>
          {t`${timeWords(dischargedAt, now)} by ${dischargedBy?.name ?? t`Homeward`}`}
          {dischargeDestination !== null && `: ${destinationWords(dischargeDestination)}`}
          {dischargeReason !== null && `. ${dischargeReason}`}
        </Fact>
      )}
      {cancelled !== null && (
        <Fact term={t`Cancelled`}>
          {t`${timeWords(cancelled.at, now)} by ${cancelled.by.name}: ${cancelled.reason}`}
        </Fact>
      )}
      {reinstated !== null && (
        <Fact term={t`Reinstated`}>
          {t`${timeWords(reinstated.at, now)} by ${reinstated.by.name}: ${reinstated.reason}`}
        </Fact>
      )}
    </>
  );
}
