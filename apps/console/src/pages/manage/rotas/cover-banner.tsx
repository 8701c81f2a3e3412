import { instant, type Rota } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { rotaShiftsQuery } from '../../../api/rotas.ts';
import { everyone, peopleQuery } from '../../../api/staff.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import { spanInZone } from '../../../components/words/rota-words.ts';
import { gapWords } from '../../../components/words/staff-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { serverClock } from '../../../time/server-clock.ts';
import { coverWarnings } from './cover-warnings.ts';

const weekMs = 7 * 24 * 60 * 60_000;

/** Warns of gaps, of empty shifts and of people who cannot be reached, within the next 7 days. */
export function CoverBanner({ rotas }: { readonly rotas: readonly Rota[] }) {
  const { person } = useNames();
  const mayManage = useMay('manage-staff');
  const [now] = useState(() => serverClock.now());
  const span = { from: instant(now), until: instant(now + weekMs) };
  const people = useQuery(peopleQuery(everyone)).data?.items ?? [];
  const shifts = useQueries({
    queries: rotas.map(({ id }) => rotaShiftsQuery(id, span)),
    combine: (answers) => answers.flatMap(({ data }) => data?.items ?? []),
  });
  const { gaps, unreachable } = coverWarnings(rotas, shifts, people);
  if (gaps.length === 0 && unreachable.length === 0) return null;
  return (
    <section className="hw-warning" aria-label={t`Cover of the next 7 days`}>
      <p>
        <strong>
          {t`In the next 7 days: ${plural(gaps.length, { one: '# gap', other: '# gaps' })}, ${plural(unreachable.length, { one: '# person on call who cannot be reached', other: '# people on call who cannot be reached' })}`}
        </strong>
      </p>
      <ul>
        {gaps.map(({ rota, gap }) => (
          <li key={`${rota.id} ${gap.start}`}>
            <Link href={pathTo.rota(rota.id)}>{rota.name}</Link>: {gapWords(gap, person)},{' '}
            {spanInZone(gap, rota.timeZone)}
          </li>
        ))}
        {unreachable.map(({ id, name }) => (
          <li key={id}>
            {mayManage ? <Link href={pathTo.staffMember(id)}>{name}</Link> : name}: {t`no contact method`}
          </li>
        ))}
      </ul>
      <p>{t`An alert that finds no person notifies the fallback of its policy.`}</p>
    </section>
  );
}
