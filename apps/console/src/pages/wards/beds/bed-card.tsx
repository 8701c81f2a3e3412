import type { Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useId, useState } from 'react';
import { FlagTags } from '../../../components/flags/flag-tags.tsx';
import type { FormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { StayButtons } from '../../../components/stays/stay-buttons.tsx';
import { nhsNumberWords, pathwayWords, patientName } from '../../../components/words/identity-words.ts';
import { leaveWords } from '../../../components/words/stay-words.ts';
import { dateWords, timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo, pathToAdmission } from '../../../navigation/paths.ts';
import { daysOnWard } from '../length-of-stay.ts';
import type { BedSlot } from './bed-slots.ts';
import { useDrag, useDrop } from './use-dropping.tsx';

export interface BedCardProps {
  readonly slot: BedSlot;
  readonly among: FormAmong;
  readonly now: number;
}

/** One bed of the board, as an item of its list. */
export function BedCard({ slot, ...props }: BedCardProps) {
  switch (slot.kind) {
    case 'taken':
      return <TakenBed slot={slot} {...props} />;
    case 'free':
      return (
        <li className="hw-bed hw-bed--free">
          <BedNumber bed={slot.bed} /> {t`Free`}
        </li>
      );
    case 'reserved':
      return <ReservedBed slot={slot} now={props.now} />;
    case 'closed':
      return (
        <li className="hw-bed hw-bed--closed">
          <BedNumber bed={slot.bed} /> {t`Closed`}
        </li>
      );
  }
}

const BedNumber = ({ bed }: { readonly bed: number }) => <span className="hw-bed__number">{t`Bed ${bed}`}</span>;

type SlotOf<Kind> = Extract<BedSlot, { readonly kind: Kind }>;

function TakenBed({ slot, among, now }: BedCardProps & { readonly slot: SlotOf<'taken'> }) {
  const { stay, row, isBeyond } = slot;
  const mayMove = useMay('admit-and-discharge');
  const drag = useDrag(mayMove ? { kind: 'stay', stay } : null);
  const drop = useDrop({ kind: 'patient', stay });
  return (
    <li className="hw-bed" {...drag} {...drop}>
      <BedNumber bed={stay.bed} />
      {isBeyond && <strong className="hw-overdue"> {t`Over capacity`}</strong>}
      <p className="hw-bed__who">
        <Link href={pathTo.patient(stay.patientId)}>{row === undefined ? t`Patient` : patientName(row)}</Link>{' '}
        {row !== undefined && <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span>}
      </p>
      <p className="hw-bed__facts">
        {pathwayWords(stay.pathway)}, {daysOnWard(stay.admittedAt, now)}
        {stay.expectedDischargeDate !== null && (
          <>
            <br />
            {t`Expected to leave ${dateWords(stay.expectedDischargeDate)}`}
          </>
        )}
      </p>
      <p className="hw-tags">
        {stay.leave !== null && <span className="hw-tag hw-tag--pause">{leaveWords(stay.leave, now)}</span>}
        {row !== undefined && <FlagTags flags={row.flags} />}
      </p>
      <Changes stay={stay} among={among} of={row === undefined ? '' : patientName(row)} />
    </li>
  );
}

/** What can be made of the stay, folded away so that a ward of beds is not a hundred buttons. */
function Changes(props: { readonly stay: Stay; readonly among: FormAmong; readonly of: string }) {
  const { stay, among, of } = props;
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const mayMove = useMay('admit-and-discharge');
  const mayCorrect = useMay('correct-stays');
  if (!mayMove && !mayCorrect) return null;
  return (
    <>
      <button
        type="button"
        className="hw-link"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t`Change`}
        <span className="nhsuk-u-visually-hidden"> {of}</span>
      </button>
      <div id={id} className="hw-actions" hidden={!isOpen}>
        {isOpen && <StayButtons stay={stay} among={among} />}
      </div>
    </>
  );
}

function ReservedBed({ slot, now }: { readonly slot: SlotOf<'reserved'>; readonly now: number }) {
  const { bed, referral } = slot;
  const mayAdmit = useMay('admit-and-discharge');
  const drag = useDrag(mayAdmit && referral !== undefined ? { kind: 'referral', referral } : null);
  return (
    <li className="hw-bed hw-bed--reserved" {...drag}>
      <BedNumber bed={bed} /> {t`Reserved`}
      {referral !== undefined && (
        <>
          <p className="hw-bed__who">
            <Link href={pathTo.referral(referral.id)}>{referral.patientName}</Link>{' '}
            <span className="hw-nhs-number">{nhsNumberWords(referral.nhsNumber)}</span>
          </p>
          <p className="hw-bed__facts">
            {pathwayWords(referral.pathway)}
            {referral.reservedUntil !== null && `, ${t`until ${timeWords(referral.reservedUntil, now)}`}`}
          </p>
          {mayAdmit && (
            <Link href={pathToAdmission(referral)}>
              {t`Admit`}
              <span className="nhsuk-u-visually-hidden"> {referral.patientName}</span>
            </Link>
          )}
        </>
      )}
    </li>
  );
}
