import { type BoardRow, openAlertOf } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useChartView } from '../../components/rule-sets/use-rule-sets.ts';
import { Risk } from '../../components/risk/risk.tsx';
import { alertWords } from '../../components/words/alert-words.ts';
import { nhsNumberWords, patientName } from '../../components/words/identity-words.ts';
import { ceilingWords } from '../../components/words/plan-words.ts';
import { ageInYears } from '../../components/words/time-words.ts';
import { nextDueWords } from '../../components/words/trend-words.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** One patient in a line or two: how urgent, who, and why. */
export function PatientLine({ row, now }: { readonly row: BoardRow; readonly now: number }) {
  const chart = useChartView(row.score);
  const alert = openAlertOf(row);
  const words = alert === undefined ? undefined : alertWords(alert, now);
  const ceiling = alert === undefined ? ceilingWords(row.ceilingOfCare) : null;
  const due = nextDueWords(row.nextDue, now);
  return (
    <div className="hw-line">
      <Risk score={row.score} exclusion={row.exclusion} notScored={row.notScored} chart={chart} />
      <div className="hw-line__who">
        <Link href={pathTo.patient(row.patientId)}>{patientName(row)}</Link>{' '}
        <span className="hw-board__who">
          {t`${ageInYears(row.birthDate, now)} years`}{' '}
          <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span>
        </span>
        {alert !== undefined && words !== undefined && (
          <span className="hw-line__why">
            <strong>
              {words.state}, {words.detail}
            </strong>{' '}
            {alert.reason}
          </span>
        )}
        {ceiling !== null && (
          <span className="hw-line__why">
            <strong>{ceiling.tag}.</strong> {ceiling.sentence}
          </span>
        )}
        {due?.overdue === true && <span className="hw-board__due hw-board__due--overdue">{due.words}</span>}
      </div>
    </div>
  );
}
