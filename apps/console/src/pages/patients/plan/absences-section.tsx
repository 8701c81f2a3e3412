import type { PersonalAbsence } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Section } from '../../../components/frame/section.tsx';
import { absenceWords, decisionWords } from '../../../components/words/plan-words.ts';

/** What follows for this one patient from sensors of the bed and the door, where the plan says anything of it. */
export function AbsencesSection({ absences }: { readonly absences: readonly PersonalAbsence[] }) {
  if (absences.length === 0) return null;
  return (
    <Section title={t`Bed and door`}>
      <ul className="nhsuk-list hw-plan__part">
        {absences.map((absence) => (
          <Absence key={absence.code} absence={absence} />
        ))}
      </ul>
    </Section>
  );
}

function Absence({ absence }: { readonly absence: PersonalAbsence }) {
  const { reason, decidedBy, decidedAt, reviewAt } = absence;
  const [words, decision] = [absenceWords(absence), decisionWords({ by: decidedBy.name, at: decidedAt, reviewAt })];
  return (
    <li>
      <Trans>
        <strong>{words}.</strong> {reason}. Decided by {decision}
      </Trans>
    </li>
  );
}
