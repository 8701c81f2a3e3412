import '../../../styles/beds.css';
import type { BedFigures, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '../../../api/queries.ts';
import { referralsQuery } from '../../../api/referrals.ts';
import { staysOnWardQuery } from '../../../api/stays.ts';
import { type FormAmong, useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { readStayFormId, stayFormId } from '../../../components/stays/stay-changes.ts';
import { StayDialog } from '../../../components/stays/stay-dialog.tsx';
import { patientName } from '../../../components/words/identity-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathToAdmission } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { BedCard } from './bed-card.tsx';
import { type BedSlot, bedSlots } from './bed-slots.ts';
import type { DropOutcome } from './dropping.ts';
import { OtherWards } from './other-wards.tsx';
import { DroppingContext, useDrop, useDroppingState } from './use-dropping.tsx';
import { WaitingList } from './waiting-list.tsx';

export interface BedBoardProps {
  readonly wardId: WardId;
  readonly figures: BedFigures;
}

/** Who is in which bed and who waits for one. A patient is moved by dragging, or by the buttons of their bed: both end in a form. */
export function BedBoard({ wardId, figures }: BedBoardProps) {
  const now = useNow(60_000);
  const { go } = useNavigation();
  const mayMove = useMay('admit-and-discharge');
  const among = useFormAmong(`bed-board/${wardId}/`);
  const ward = useWardNow(wardId);
  const dropping = useDroppingState((outcome: DropOutcome) => {
    // On this ward, whichever the referral has asked for.
    if (outcome.kind === 'admit') go(pathToAdmission({ ...outcome.referral, wardId }));
    else among.openerOf(stayFormId(outcome.form)).onClick();
  });
  if (ward.data === undefined) {
    if (ward.error === null) return <Loading what={t`the patients of this ward`} />;
    return (
      <ProblemSummary
        title={t`The patients of this ward could not be fetched`}
        error={ward.error}
        onRetry={ward.retry}
      />
    );
  }
  const { stays, rows, referrals } = ward.data;
  const slots = bedSlots({ figures, stays, rows, reserved: referrals.filter(({ state }) => state === 'reserved') });
  return (
    <DroppingContext value={dropping}>
      {mayMove && (
        <p className="hw-bed-board__hint">
          {t`Drag a patient onto another ward to transfer them, or onto another patient to swap their beds; one who waits onto the beds to admit them. “Change” and “Admit” do the same.`}
        </p>
      )}
      <div className="hw-bed-board">
        <BedList slots={slots} among={among} now={now} />
        <div className="hw-bed-board__side">
          <WaitingList referrals={referrals.filter(({ state }) => state === 'waiting')} now={now} />
          <OtherWards wardId={wardId} />
        </div>
      </div>
      <OpenForm among={among} start={`bed-board/${wardId}/`} labelOf={labelsOf(rows)} now={now} />
    </DroppingContext>
  );
}

interface BedListProps {
  readonly slots: readonly BedSlot[];
  readonly among: FormAmong;
  readonly now: number;
}

/** The beds; who waits is dropped anywhere on them, since the lowest free bed is given. */
function BedList({ slots, among, now }: BedListProps) {
  const drop = useDrop({ kind: 'beds' });
  return (
    <section aria-label={t`Beds`} className="hw-bed-board__ward" {...drop}>
      <ul className="hw-bed-board__beds">
        {slots.map((slot) => (
          <BedCard key={`${slot.kind} ${String(slot.bed)}`} slot={slot} among={among} now={now} />
        ))}
      </ul>
    </section>
  );
}

type Rows = readonly { readonly stayId: string; readonly familyName: string; readonly givenName: string }[];

const labelsOf = (rows: Rows) => {
  return (stayId: string): string => {
    const row = rows.find((one) => one.stayId === stayId);
    return row === undefined ? t`the patient` : patientName(row);
  };
};

interface OpenFormProps {
  readonly among: FormAmong;
  readonly start: string;
  readonly labelOf: (stayId: string) => string;
  readonly now: number;
}

function OpenForm({ among, start, labelOf, now }: OpenFormProps) {
  const open = readStayFormId(among.openId);
  if (open === undefined) return null;
  return (
    <StayDialog
      key={among.openId}
      open={open}
      form={`${start}${among.openId ?? ''}`}
      patientLabel={labelOf(open.stayId)}
      now={now}
      onClose={among.close}
    />
  );
}

/** Who is on the ward and who waits for it; undefined until all of it is known. */
function useWardNow(wardId: WardId) {
  const board = useQuery(boardQuery(wardId, null));
  const stays = useQuery(staysOnWardQuery(wardId));
  const referrals = useQuery(referralsQuery({ states: ['waiting', 'reserved'], wardId }));
  const isKnown = board.data !== undefined && stays.data !== undefined && referrals.data !== undefined;
  return {
    data: isKnown ? { rows: board.data.rows, stays: stays.data.items, referrals: referrals.data.items } : undefined,
    error: board.error ?? stays.error ?? referrals.error,
    retry: (): void => {
      for (const query of [board, stays, referrals]) void query.refetch();
    },
  };
}
