import { plural, t } from '@lingui/core/macro';
import type { Alert, PatientId } from '#libs/contracts';
import { use, useState } from 'react';
import { draftStore } from '../forms/draft-store.ts';
import { PersonContext } from '../frame/person.tsx';
import { alertLabel } from '../words/alert-words.ts';
import { AlertCard } from './alert-card.tsx';
import { type AlertLine, alertLines } from './alert-lines.ts';
import { answerForms } from './answer-form.ts';
import { labelOf, Who } from './who.tsx';

export interface AlertGroupCardProps {
  readonly patientId: PatientId;
  readonly alerts: readonly Alert[];
  readonly ward: string | undefined;
  readonly now: number;
  readonly canRespond: boolean;
  /** The heading that the list is under; left out where it is the page's own. A patient may be on several lists. */
  readonly under?: string | undefined;
}

/** The alerts of one patient under the patient's name, related ones in one line. */
export function AlertGroupCard({ patientId, alerts, ward, now, canRespond, under }: AlertGroupCardProps) {
  const patient = alerts.find((alert) => alert.patient !== undefined)?.patient;
  const name = labelOf(patient);
  const shown = { now, canRespond, patientLabel: name };
  const Heading = under === undefined ? 'h2' : 'h3';
  return (
    <section className="hw-alert-group" aria-label={under === undefined ? name : `${name}: ${under}`}>
      <Heading className="hw-alert-group__who">
        <Who patientId={patientId} patient={patient} ward={ward} now={now} />
      </Heading>
      <ol className="hw-alerts">
        {alertLines(alerts).map((line) => (
          <li key={line.first.id}>
            <AlertCard alert={line.first} {...shown} linksToAlert />
            {line.others.length > 0 && <Others line={line} {...shown} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface OthersProps {
  readonly line: AlertLine;
  readonly now: number;
  readonly canRespond: boolean;
  readonly patientLabel: string;
}

/** The related alerts: how many and of what, and each by itself once they are unfolded. */
function Others({ line: { first, others }, ...shown }: OthersProps) {
  const personId = use(PersonContext)?.id ?? '';
  // What is being typed is never folded away.
  const [isOpen, setOpen] = useState(() =>
    others.some(({ id }) => draftStore.openForms(personId, `${answerForms(id)}/`).length > 0),
  );
  const what = others.map((alert) => alertLabel(alert)).join(', ');
  return (
    <details className="hw-related" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t`${plural(others.length, { one: 'and # more', other: 'and # more' })}: ${what}`}
        {first.state === 'raised' && ` ${t`(acknowledged together)`}`}
      </summary>
      {/* Its clocks need not run while it is folded away. */}
      {isOpen && (
        <ol className="hw-alerts">
          {others.map((alert) => (
            <li key={alert.id}>
              <AlertCard alert={alert} {...shown} linksToAlert />
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
