import { t } from '@lingui/core/macro';
import { useQueries } from '@tanstack/react-query';
import { use, useState } from 'react';
import { patientQuery } from '../../../api/queries.ts';
import { PersonContext } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { FoundPatient } from './found-patient.tsx';
import { recentPatients } from './recent-patients.ts';

/** The patients whose pages this person looked at last, in this tab. */
export function RecentPatients() {
  const personId = use(PersonContext)?.id ?? '';
  const [ids] = useState(() => recentPatients(window.sessionStorage, personId));
  const patients = useQueries({ queries: ids.map((id) => patientQuery(id)) });
  if (ids.length === 0) return null;
  return (
    <Section title={t`Looked at last`}>
      <ul className="hw-found">
        {patients.map(({ data }) =>
          data === undefined ? null : (
            <li key={data.id}>
              <FoundPatient patient={data} />
            </li>
          ),
        )}
      </ul>
    </Section>
  );
}
