import { type Patient, StayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { DischargeDialog } from '../../../components/stays/discharge.tsx';
import { useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { patientName } from '../../../components/words/identity-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

/** Ends the stay that is open, or begins one where none is. */
export function StayCommands({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const may = useMay('admit-and-discharge');
  const mayRefer = useMay('manage-referrals');
  // By the stay that it is about: the form stays when a colleague has ended that stay.
  const discharging = useFormAmong(`discharge/${patient.id}/`);
  const discharged = StayId.safeParse(discharging.openId);
  const { stay } = patient;
  if (!may || asOf !== null) return null;
  return (
    <>
      <div className="hw-actions">
        {stay === null ? (
          <>
            <Link href={`${pathTo.admit}?patient=${patient.id}`}>{t`Admit to a ward`}</Link>
            {mayRefer && <Link href={`${pathTo.refer}?patient=${patient.id}`}>{t`Refer to a ward`}</Link>}
          </>
        ) : (
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            {...discharging.openerOf(stay.id)}
          >
            {t`Discharge…`}
          </button>
        )}
      </div>
      {discharged.success && (
        <DischargeDialog
          form={`discharge/${patient.id}/${discharged.data}`}
          stayId={discharged.data}
          patientLabel={patientName(patient)}
          now={now}
          onClose={discharging.close}
        />
      )}
    </>
  );
}
