import { type AbsenceCode, absenceCodes } from '#libs/clinical';
import type { PersonalAbsence } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { useForm } from '../../../components/forms/use-form.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { usePathwayFile } from '../../../components/rule-sets/use-rule-sets.ts';
import { absenceRuleWords, absenceWords, decisionWords } from '../../../components/words/plan-words.ts';
import { vitalName } from '../../../components/words/vital-words.ts';
import { withoutAbsence } from './absence-change.ts';
import { AbsenceFields } from './absence-fields.tsx';
import { nothingTyped, planForm, type PlanPartProps, usePlanChange } from './plan-part.tsx';

/** What follows from sensors of the bed and the door: what is decided for this one patient, else what the pathway says. */
export function AbsencesSection({ plan, now }: PlanPartProps) {
  return (
    <Section title={t`Bed and door`}>
      <div className="hw-plan__part">
        {absenceCodes.map((code) => (
          <Absence key={code} plan={plan} now={now} code={code} />
        ))}
        <p className="hw-plan__note">
          <Trans>Only where a sensor of the bed or the door sends what it notices, or a person enters it.</Trans>
        </p>
      </div>
    </Section>
  );
}

function Absence({ plan, now, code }: PlanPartProps & { readonly code: AbsenceCode }) {
  const mayAdjust = useMay('adjust-monitoring');
  const changing = useFormDisclosure(planForm(plan, `absence/${code}`));
  const ending = useFormDisclosure(planForm(plan, `end-absence/${code}`));
  const decided = plan.absences?.find((one) => one.code === code);
  const { name } = vitalName(code);
  const isOpen = changing.isOpen || ending.isOpen;
  return (
    <div className="hw-plan__absence">
      {decided === undefined ? <ByPathway plan={plan} code={code} /> : <Decided absence={decided} />}
      {mayAdjust && !isOpen && (
        <p className="hw-links">
          <button type="button" className="hw-link" {...changing.opener}>
            {decided === undefined ? t`Decide for this patient` : t`Change`}
            <span className="nhsuk-u-visually-hidden">: {name}</span>
          </button>
          {decided !== undefined && (
            <button type="button" className="hw-link" {...ending.opener}>
              {t`Take away`}
              <span className="nhsuk-u-visually-hidden">: {name}</span>
            </button>
          )}
        </p>
      )}
      {mayAdjust && changing.isOpen && <AbsenceFields plan={plan} now={now} code={code} onClose={changing.close} />}
      {mayAdjust && ending.isOpen && <TakeAwayForm plan={plan} now={now} code={code} onClose={ending.close} />}
    </div>
  );
}

function Decided({ absence }: { readonly absence: PersonalAbsence }) {
  const { reason, decidedBy, decidedAt, reviewAt } = absence;
  const [words, decision] = [absenceWords(absence), decisionWords({ by: decidedBy.name, at: decidedAt, reviewAt })];
  return (
    <p>
      <Trans>
        <strong>{words}.</strong> {reason}. Decided by {decision}
      </Trans>
    </p>
  );
}

function ByPathway({ plan, code }: Pick<PlanPartProps, 'plan'> & { readonly code: AbsenceCode }) {
  const { ruleSet } = plan;
  const pathway = usePathwayFile(`${ruleSet.id}@${String(ruleSet.version)}`);
  const { name } = vitalName(code);
  const rule = pathway?.events?.find((one) => one.code === code);
  if (rule === undefined) return <p>{t`${name}: nothing is decided for this patient, the pathway’s rules hold.`}</p>;
  const words = absenceRuleWords(rule);
  return <p>{t`${name}: as the pathway says, ${words}.`}</p>;
}

function TakeAwayForm(props: PlanPartProps & { readonly code: AbsenceCode; readonly onClose: () => void }) {
  const { plan, code, onClose } = props;
  const { name } = vitalName(code);
  const form = useForm({
    ...usePlanChange(plan, onClose),
    ...nothingTyped,
    name: planForm(plan, `end-absence/${code}`),
    body: (_typed, seen) => withoutAbsence(seen, code),
  });
  return (
    <FormFrame
      form={form}
      title={t`Take away what was decided?`}
      refusedTitle={t`The plan was not changed`}
      submit={t`Take away`}
      submitting={t`Changing…`}
      warning
      onCancel={onClose}
    >
      <p>{t`${name}: what the pathway says holds again.`}</p>
    </FormFrame>
  );
}
