import type { Referral } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import type { ReferralStepName } from '../../../api/referrals.ts';
import { useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Link } from '../../../navigation/navigation.tsx';
import { pathToAdmission } from '../../../navigation/paths.ts';
import { AcceptForm } from './accept-form.tsx';
import { canTake, referralStepNames } from './referral-steps.ts';
import { ReasonForm, ReserveForm } from './step-forms.tsx';
import { TriageForm } from './triage-form.tsx';

/** What can be done with a referral in the state that it has. */
export function ReferralCommands({ referral, now }: { readonly referral: Referral; readonly now: number }) {
  const may = useMay('manage-referrals');
  const mayAdmit = useMay('admit-and-discharge') && canTake('admit', referral);
  const among = useFormAmong(`referral/${referral.id}/`);
  const open = referralStepNames.find((step) => step === among.openId);
  const steps = may ? referralStepNames.filter((step) => canTake(step, referral)) : [];
  return (
    <>
      <div className="hw-actions">
        {mayAdmit && (
          <Link className="nhsuk-button hw-button--small" href={pathToAdmission(referral)}>{t`Admit…`}</Link>
        )}
        {steps.map((step) => (
          <button
            key={step}
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            {...among.openerOf(step)}
          >
            {stepButton(step)}
          </button>
        ))}
      </div>
      {open !== undefined && <OneForm key={open} step={open} referral={referral} now={now} onClose={among.close} />}
    </>
  );
}

interface OneFormProps {
  readonly step: ReferralStepName;
  readonly referral: Referral;
  readonly now: number;
  readonly onClose: () => void;
}

function OneForm({ step, ...props }: OneFormProps) {
  switch (step) {
    case 'triage':
      return <TriageForm {...props} />;
    case 'accept':
      return <AcceptForm {...props} />;
    case 'reserve':
      return <ReserveForm {...props} />;
    case 'release':
    case 'decline':
    case 'withdraw':
      return <ReasonForm step={step} {...props} />;
  }
}

function stepButton(step: ReferralStepName): string {
  switch (step) {
    case 'triage':
      return t`Triage…`;
    case 'accept':
      return t`Accept…`;
    case 'reserve':
      return t`Reserve a bed…`;
    case 'release':
      return t`Give the bed back…`;
    case 'decline':
      return t`Decline…`;
    case 'withdraw':
      return t`Withdraw…`;
  }
}
