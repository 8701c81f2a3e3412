import type { HandoverPatient } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { TierBadge } from '../../../components/risk/risk.tsx';
import {
  changeMark,
  clockWords,
  overdueReadingsWords,
  pauseAheadWords,
  scoresWords,
} from '../../../components/words/handover-words.ts';
import { nhsNumberWords, pathwayWords, patientName } from '../../../components/words/identity-words.ts';
import { ceilingWords } from '../../../components/words/plan-words.ts';
import { dateWords, timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

export interface HandoverEntryProps {
  readonly patient: HandoverPatient;
  readonly now: number;
}

/** One patient at the change of shifts. What there is nothing to say of is left out, but for the score and the alerts. */
export function HandoverEntry({ patient, now }: HandoverEntryProps) {
  const { alerts, overdueReadings, pauses, tasks, notes, responsible } = patient;
  const mark = changeMark(patient.change);
  const ceiling = ceilingWords(patient.ceilingOfCare);
  return (
    <article className={`hw-handover__patient hw-handover__patient--${patient.change}`}>
      <h2 className="hw-handover__name">
        <Link href={pathTo.patient(patient.patientId)}>{patientName(patient)}</Link>{' '}
        <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>{' '}
        {mark !== null && <strong className="hw-mark">{mark}</strong>}
      </h2>
      <p>
        {t`Born ${dateWords(patient.birthDate)}. ${pathwayWords(patient.pathway)}, admitted ${timeWords(patient.admittedAt, now)}.`}{' '}
        {responsible === null ? t`No one has this patient yet.` : t`${responsible.person.name} has this patient.`}
      </p>
      <p>{scoresWords(patient, now)}</p>
      {ceiling !== null && (
        <p>
          <strong>{ceiling.tag}.</strong> {ceiling.sentence}
        </p>
      )}
      <Alerts alerts={alerts} now={now} />
      {overdueReadings !== null && (
        <p>
          <strong>{t`Readings:`}</strong> {overdueReadingsWords(overdueReadings)}
        </p>
      )}
      {pauses.map((pause) => (
        <p key={pause.from}>{pauseAheadWords(pause, now)}</p>
      ))}
      <Promised title={t`To do`} lines={tasks.map(({ id, words }) => ({ id, words }))} />
      <Promised
        title={t`Notes`}
        lines={notes.map(({ id, text, by, at, call }) => {
          const what = call === null ? text : [t`call, ${call.outcome.replaceAll('-', ' ')}`, text].join('. ');
          return { id, words: `${timeWords(at, now)}, ${by.name}: ${what}` };
        })}
      />
    </article>
  );
}

function Alerts({ alerts, now }: { readonly alerts: HandoverPatient['alerts']; readonly now: number }) {
  if (alerts.length === 0) return <p>{t`No alert is open.`}</p>;
  return (
    <ul className="hw-handover__lines">
      {alerts.map((one) => (
        <li key={one.alert.id}>
          <TierBadge tier={one.alert.tier} />{' '}
          {t`Raised ${timeWords(one.alert.raisedAt, now)}, ${clockWords(one, now)}.`} {one.alert.reason}
        </li>
      ))}
    </ul>
  );
}

interface Line {
  readonly id: string;
  readonly words: string;
}

/** Lines under a few words; nothing where there are none. */
function Promised({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <p className="hw-handover__title">
        <strong>{title}</strong>
      </p>
      <ul className="hw-handover__lines">
        {lines.map(({ id, words }) => (
          <li key={id}>{words}</li>
        ))}
      </ul>
    </>
  );
}
