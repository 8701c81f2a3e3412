import type { Plan, PlanChange } from '#libs/contracts';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { changePlan } from '../../api/commands.ts';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import type { FormOptions } from '../../components/forms/use-form.ts';
import { Section } from '../../components/frame/section.tsx';
import { useShowPlan } from '../../components/plans/use-show-plan.ts';

/** What every part of the plan's page is given. */
export interface PlanPartProps {
  readonly plan: Plan;
  readonly now: number;
}

export interface PlanPartFrame {
  /** The name of its form. */
  readonly name: string;
  readonly title: string;
  /** What the button says; undefined where the person may not change this part. */
  readonly change: string | undefined;
  /** Who may, for those who may not. */
  readonly whoMay?: string;
  readonly form: (close: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** A part of the plan as it is, and a form to change it for a person who may. */
export function PlanPart({ name, title, change, whoMay, form, children }: PlanPartFrame) {
  const changing = useFormDisclosure(name);
  return (
    <Section title={title}>
      <div className="hw-plan__part">
        {children}
        {change !== undefined && !changing.isOpen && (
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...changing.opener}>
            {change}…
          </button>
        )}
        {change === undefined && whoMay !== undefined && <p className="hw-plan__who-may">{whoMay}</p>}
        {changing.isOpen && change !== undefined && form(changing.close)}
      </div>
    </Section>
  );
}

/** What every form that changes the plan has in common: the plan it was opened on, sending, and showing the plan after it. */
export function usePlanChange(
  plan: Plan,
  onClose: () => void,
): Pick<FormOptions<object, PlanChange, Plan, Plan>, 'opened' | 'send' | 'onDone' | 'onChanged'> {
  const { show } = useShowPlan(plan.patientId);
  return {
    opened: plan,
    send: (change, press) => changePlan(plan.patientId, change, press),
    onDone: (changed) => {
      show(changed);
      onClose();
    },
    onChanged: show,
  };
}

/** The name of a form that changes a part of a patient's plan. */
export const planForm = ({ patientId }: Pick<Plan, 'patientId'>, part: string): string => `plan/${patientId}/${part}`;

/** Of a form with nothing to fill in. */
export const nothingTyped = { shape: z.object({}), initial: {} } as const;

export const changeFrame = {
  refusedTitle: 'The plan was not changed',
  submitting: 'Changing…',
} as const;

export const prescriberOnly = 'Only a prescriber can change this.';
