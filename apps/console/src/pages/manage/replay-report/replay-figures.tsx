import type { ReplayReport } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Fact } from '../../../components/frame/fact.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { tierWords } from '../../../components/words/risk-words.ts';
import { dateWords } from '../../../components/words/time-words.ts';
import { conditionInWords, reproductionWords, scoreDifferenceWords } from './replay-words.ts';

/** The report in numbers: by tier, by what alerts are about, by day, and the scores that differ. */
export function ReplayFigures({ report }: { readonly report: ReplayReport }) {
  const reproduction = reproductionWords(report);
  return (
    <Section title={t`What would change`}>
      {reproduction !== null && (
        <p>
          <strong>{reproduction}</strong>
        </p>
      )}
      <Summary report={report} />
      <CountTable
        caption={t`Alerts by tier`}
        rows={report.byTier.map((counts) => ({ name: tierWords[counts.tier], counts }))}
      />
      <CountTable
        caption={t`Alerts by what they are about`}
        rows={report.byCondition.map((counts) => ({ name: conditionInWords(counts.condition), counts }))}
      />
      <Figures
        caption={t`Alerts by day (UTC)`}
        columns={[t`Day`, t`Live`, t`Replay`]}
        rows={report.byDay.map(({ day, live, replayed }) => [dateWords(day), live, replayed])}
      />
      {report.scores.because.length > 0 && (
        <Figures
          caption={t`Why scores differ`}
          columns={[t`Why`, t`Scores`]}
          rows={report.scores.because.map(({ reason, scores }) => [scoreDifferenceWords(reason), scores])}
        />
      )}
    </Section>
  );
}

function Summary({ report }: { readonly report: ReplayReport }) {
  const { rules, from, to, wardId, patients, patientDays, readingTimes, alertsPerPatientDay, scores, signals } = report;
  const rate = (value: number | null): string => (value === null ? '–' : String(value));
  return (
    <dl className="nhsuk-summary-list">
      <Fact term={t`Rules`}>{rules}</Fact>
      <Fact term={t`Period`}>{t`${dateWords(from)} to ${dateWords(to)}`}</Fact>
      {wardId !== null && (
        <Fact term={t`Ward`}>
          <span className="hw-code">{wardId}</span>
        </Fact>
      )}
      <Fact term={t`Patients`}>{t`${patients}, ${patientDays} patient-days, ${readingTimes} observation sets`}</Fact>
      <Fact term={t`Alerts per patient-day`}>
        {t`${rate(alertsPerPatientDay.live)} live, ${rate(alertsPerPatientDay.replayed)} in the replay`}
      </Fact>
      <Fact term={t`Scores`}>{t`${scores.different} of ${scores.compared} differ`}</Fact>
      <Fact term={t`Changes of level`}>{t`${signals.different} of ${signals.compared} differ`}</Fact>
    </dl>
  );
}

interface CountRow {
  readonly name: string;
  readonly counts: Omit<ReplayReport['byTier'][number], 'tier'>;
}

function CountTable({ caption, rows }: { readonly caption: string; readonly rows: readonly CountRow[] }) {
  return (
    <Figures
      caption={caption}
      columns={[t`What`, t`Live`, t`Replay`, t`Same`, t`Earlier`, t`Later`, t`Lost`, t`New`]}
      rows={rows.map(({ name, counts }) => [
        name,
        counts.live,
        counts.replayed,
        counts.same,
        counts.earlier,
        counts.later,
        counts.lost,
        counts.new,
      ])}
    />
  );
}

interface FiguresProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first of each names it. */
  readonly rows: readonly (readonly [string, ...number[]])[];
}

function Figures({ caption, columns, rows }: FiguresProps) {
  return (
    <table className="hw-figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={columns[index + 1]} data-label={columns[index + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
