import type { ReplayedAlert } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Empty } from '../../../components/page-states/page-states.tsx';
import { tierWords } from '../../../components/words/risk-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { conditionInWords, outcomeWords } from './replay-words.ts';

/** So many are listed one by one; the file has all of them. */
const mostListed = 200;

/** The alerts that would have been others. */
export function ReplayAlerts({ alerts }: { readonly alerts: readonly ReplayedAlert[] }) {
  const different = alerts.filter(({ outcome }) => outcome !== 'same');
  const listed = different.slice(0, mostListed);
  return (
    <Section title={t`Alerts that differ`}>
      {different.length === 0 && <Empty>{t`Every alert is the same by these rules.`}</Empty>}
      {listed.length > 0 && (
        <table className="hw-figures">
          <caption>{t`${listed.length} of ${different.length}, by patient and time`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`What becomes of it`}</th>
              <th scope="col">{t`About`}</th>
              <th scope="col">{t`Tier`}</th>
              <th scope="col">{t`Live`}</th>
              <th scope="col">{t`Replay`}</th>
              <th scope="col">{t`Patient`}</th>
            </tr>
          </thead>
          <tbody>
            {listed.map((alert) => (
              <AlertRow key={`${alert.stayId} ${alert.condition} ${alert.tier} ${timeOf(alert)}`} alert={alert} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

const timeOf = ({ liveAt, replayedAt }: ReplayedAlert): string => `${liveAt ?? ''} ${replayedAt ?? ''}`;

function AlertRow({ alert }: { readonly alert: ReplayedAlert }) {
  const now = useNow(60_000);
  const mayView = useMay('view-patients');
  const { condition, tier, liveAt, replayedAt, patientId } = alert;
  return (
    <tr>
      <th scope="row">{outcomeWords(alert)}</th>
      <td data-label={t`About`}>{conditionInWords(condition)}</td>
      <td data-label={t`Tier`}>{tierWords[tier]}</td>
      <td data-label={t`Live`}>{liveAt === null ? t`not raised` : timeWords(liveAt, now)}</td>
      <td data-label={t`Replay`}>{replayedAt === null ? t`not raised` : timeWords(replayedAt, now)}</td>
      <td data-label={t`Patient`}>
        {mayView ? (
          <Link className="hw-code" href={pathTo.patient(patientId)}>
            {patientId}
          </Link>
        ) : (
          <span className="hw-code">{patientId}</span>
        )}
      </td>
    </tr>
  );
}
