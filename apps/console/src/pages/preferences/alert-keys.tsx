import { t } from '@lingui/core/macro';
import { Section } from '../../components/frame/section.tsx';
import { type AlertChoice, alertKeys } from '../../components/alerts/alert-choices.ts';

/** The single keys of the alert that has the focus, and of an alert's own page. */
export function AlertKeys() {
  return (
    <Section title={t`Keys on an alert`}>
      <p>{t`Where single keys are on, these are for the alert that has the focus, and on an alert’s own page.`}</p>
      <ul className="nhsuk-list">
        {Object.entries(alertKeys).map(([key, choice]) => (
          <li key={key}>
            <kbd>{key}</kbd> {keyWords(choice)}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function keyWords(choice: Extract<AlertChoice, (typeof alertKeys)[keyof typeof alertKeys]>): string {
  switch (choice) {
    case 'acknowledge':
      return t`acknowledges it`;
    case 'resolve':
      return t`resolves it`;
    case 'note':
      return t`writes a note, and acknowledges it with that`;
    case 'snooze':
      return t`snoozes it`;
    case 'hand-over':
      return t`hands it to a person or a team`;
    case 'escalate':
      return t`has the people of the next step notified`;
    case 'take-over':
      return t`takes it over`;
  }
}
