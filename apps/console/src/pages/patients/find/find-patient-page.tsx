import { t } from '@lingui/core/macro';
import { shortestSearch } from '../../../api/patients.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Link, useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo, searchedIn } from '../../../navigation/paths.ts';
import { FoundPatients } from './found-patients.tsx';
import { RecentPatients } from './recently-seen.tsx';
import { SearchField } from './search-field.tsx';
import { WardPatients } from './ward-patients.tsx';

/** Finds a patient by name, NHS number or device, while it is typed; before that, those who are likely to be looked for. */
export function FindPatientPage() {
  const { fragment, go } = useNavigation();
  const asked = searchedIn(fragment);
  const mayRegister = useMay('manage-patients');
  return (
    <>
      <div className="hw-page-top">
        <PageHeading title={t`Patients`} />
        {mayRegister && <Link href={pathTo.registerPatient}>{t`Register a new patient`}</Link>}
      </div>
      <SearchField asked={asked} onSearch={(text) => go(pathTo.foundPatients(text), 'replace')} />
      {asked.trim().length < shortestSearch ? (
        <>
          <p>{t`Type the beginning of a name, three digits of an NHS number, or a device.`}</p>
          <RecentPatients />
          <WardPatients />
        </>
      ) : (
        <FoundPatients text={asked} />
      )}
    </>
  );
}
