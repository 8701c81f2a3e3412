import type { CapacityFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import type { Column } from '../../../components/rows-table/rows-table.tsx';
import { acuityWords, countWords, daysWords, isOverstretched, stepWords } from './capacity-words.ts';
import { Occupancy } from './occupancy.tsx';

/** Figures of a ward, an organisation or all of them. */
export interface FiguresRow {
  readonly key: string;
  readonly name: string;
  /** How many organisations that are listed are above it. */
  readonly depth: number;
  readonly figures: CapacityFigures;
}

type FiguresColumn = Column<FiguresRow>;

const count = (title: string, of: (figures: CapacityFigures) => number | null): FiguresColumn => ({
  title,
  value: ({ figures }) => countWords(of(figures)),
});

/** Beds, and who is in them or waits for them. */
export const bedColumns = (): readonly FiguresColumn[] => [
  { title: t`Occupancy`, value: ({ figures }) => <Occupancy figures={figures} /> },
  count(t`Free`, ({ free }) => free),
  count(t`Waiting`, ({ waiting }) => waiting),
  count(t`Occupied`, ({ occupied }) => occupied),
  count(t`On leave`, ({ onLeave }) => onLeave),
  count(t`Reserved`, ({ reserved }) => reserved),
  count(t`Open`, ({ open }) => open),
  count(t`Closed`, ({ closed }) => closed),
  count(t`Beds`, ({ beds }) => beds),
  count(t`Over capacity`, ({ overCapacity }) => overCapacity),
];

/** Who comes and goes, and how much care they need. */
export const flowColumns = (): readonly FiguresColumn[] => [
  count(t`Expected to leave today`, ({ expectedDischarges }) => expectedDischarges.today),
  count(t`Expected to leave tomorrow`, ({ expectedDischarges }) => expectedDischarges.tomorrow),
  count(t`Admitted in 24 h`, ({ admissions }) => admissions),
  { title: t`Step up or down`, value: ({ figures }) => stepWords(figures.admissionsByStep) },
  count(t`Discharged in 24 h`, ({ discharges }) => discharges),
  { title: t`Days stayed so far`, value: ({ figures }) => daysWords(figures.lengthOfStayDays.current) },
  { title: t`Days stayed by those who left`, value: ({ figures }) => daysWords(figures.lengthOfStayDays.ended) },
  { title: t`Acuity load, of points`, value: ({ figures }) => <Acuity figures={figures} /> },
  count(t`Staffed beds`, ({ staffedBeds }) => staffedBeds),
  count(t`Kits`, ({ kits }) => kits),
];

function Acuity({ figures }: { readonly figures: CapacityFigures }) {
  return (
    <>
      {acuityWords(figures)} {isOverstretched(figures) && <strong className="hw-overdue">{t`Too much`}</strong>}
    </>
  );
}
