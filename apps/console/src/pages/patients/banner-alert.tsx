import type { Alert } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { acknowledgeAlert } from '../../api/commands.ts';
import { useAsOf } from '../../components/as-of/use-as-of.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { useMay } from '../../components/frame/person.tsx';
import { TierBadge } from '../../components/risk/risk.tsx';
import { alertWords, conditionWords } from '../../components/words/alert-words.ts';
import { useShowNewest } from '../../live/use-show-newest.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

export interface BannerAlertProps {
  readonly alert: Alert;
  /** How many more are open. */
  readonly others: number;
  readonly patientLabel: string;
}

/** The most urgent open alert of the patient, in one line: acknowledged here, or gone into. */
export function BannerAlert({ alert, others, patientLabel }: BannerAlertProps) {
  const { asOf, now } = useAsOf();
  const mayRespond = useMay('act-on-alerts');
  const show = useShowNewest('alerts');
  const acknowledging = useCommand({
    send: (_body: null, press) => acknowledgeAlert(alert.id, {}, press),
    onDone: show,
    onChanged: show,
  });
  const words = alertWords(alert, now);
  return (
    <div className={`hw-banner__alert${words.overdue ? ' hw-banner__alert--overdue' : ''}`}>
      <TierBadge tier={alert.tier} /> <strong>{conditionWords[alert.conditionKind]}</strong>{' '}
      {others > 0 && <span>{t`${plural(others, { one: 'and # more', other: 'and # more' })}`} </span>}
      <span>
        {words.state}, {words.detail}
      </span>
      {asOf === null && (
        <span className="hw-banner__buttons">
          {mayRespond && alert.state === 'raised' && (
            <button
              type="button"
              className="nhsuk-button hw-button--small"
              disabled={acknowledging.pending}
              onClick={() => acknowledging.run(null, alert)}
            >
              {t`Acknowledge`}
              <span className="nhsuk-u-visually-hidden"> {t`the most urgent alert of ${patientLabel}`}</span>
            </button>
          )}
          <Link href={pathTo.alert(alert.id)}>{t`Open the alert`}</Link>
        </span>
      )}
      {(acknowledging.error !== null || acknowledging.changes !== undefined) && (
        <span role="alert" className="nhsuk-error-message">
          {acknowledging.error?.message ?? t`Nothing has been done: this alert has changed since you saw it.`}
        </span>
      )}
    </div>
  );
}
