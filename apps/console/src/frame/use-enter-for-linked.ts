import { PatientId } from '#libs/contracts';
import { useMay } from '../components/frame/person.tsx';
import { useFormAmong } from '../components/forms/use-form-disclosure.ts';
import { useSingleKey } from '../components/single-key/use-single-key.ts';
import { matchPath } from '../navigation/match-path.ts';
import { useNavigation } from '../navigation/navigation.tsx';
import { pathTo } from '../navigation/paths.ts';

/** On the link to a patient, in whatever list, `e` leads straight to the form for their observations. */
export function useEnterForLinked(): void {
  const { go } = useNavigation();
  const mayRecord = useMay('record-observations');
  const { openerOf } = useFormAmong('enter-observations/', '');
  useSingleKey('e', () => {
    const patientId = linkedPatient();
    if (!mayRecord || patientId === undefined) return false;
    openerOf(patientId).onClick();
    go(pathTo.patient(patientId));
    return true;
  });
}

/** Whose page the link with the focus leads to, as they are now. */
function linkedPatient(): PatientId | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLAnchorElement) || activeElement.search !== '') return undefined;
  return PatientId.safeParse(matchPath('/patients/:patientId', activeElement.pathname)?.['patientId']).data;
}
