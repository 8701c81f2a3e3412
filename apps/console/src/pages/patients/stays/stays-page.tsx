import type { Instant, PatientId, Stay, StayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { stayHistoryQuery, staysOfQuery } from '../../../api/patients.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { wardsQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Fact } from '../../../components/frame/fact.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { destinationWords, entryWords } from '../../../components/words/stay-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { PatientFrame } from '../patient-frame.tsx';
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
          <Stays patientId={patientId} />
        </>
      )}
    </PatientFrame>
  );
}

function Stays({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
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
  // A stay that had not begun then is not of then.
  const shown = stays.data.items.filter(({ admittedAt }) => asOf === null || admittedAt <= asOf);
  return (
    <>
      {asOf !== null && <p>{t`These stays had begun then, and are shown as they were.`}</p>}
      {shown.length === 0 && <Empty>{t`The patient has not been on a ward.`}</Empty>}
      {shown.map((stay) =>
        asOf === null ? (
          <OneStay key={stay.id} stay={stay} now={now} />
        ) : (
          <StayThen key={stay.id} stayId={stay.id} asOf={asOf} />
        ),
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

function OneStay({ stay, now }: { readonly stay: Stay; readonly now: number }) {
  const wards = useQuery(wardsQuery);
  const ward = wards.data?.items.find(({ id }) => id === stay.wardId)?.name ?? t`A ward`;
  const { dischargedAt, dischargedBy, dischargeDestination, dischargeReason } = stay;
  return (
    <Section title={`${ward}, ${timeWords(stay.admittedAt, now)}`}>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Pathway`}>{pathwayWords(stay.pathway)}</Fact>
        <Fact term={t`Admitted`}>
          {t`${timeWords(stay.admittedAt, now)} by ${stay.admittedBy.name}, ${entryWords(stay.entry)}`}
        </Fact>
        {dischargedAt !== null && (
          <Fact term={t`Discharged`}>
            {t`${timeWords(dischargedAt, now)} by ${dischargedBy?.name ?? t`Homeward`}`}
            {dischargeDestination !== null && `: ${destinationWords(dischargeDestination)}`}
            {dischargeReason !== null && `. ${dischargeReason}`}
          </Fact>
        )}
      </dl>
      <StayHistory stay={stay} now={now} />
    </Section>
  );
}
