import type { RotaId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { policiesQuery } from '../../api/escalation-policies.ts';
import { onCallQuery } from '../../api/rotas.ts';
import { useNames } from '../../components/people/use-names.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { rotasOfPolicies } from './rotas-of-policies.ts';

/** Who is on call now for a ward: on the rotas that its escalation policies notify. */
export function WardOnCall({ wardId }: { readonly wardId: WardId }) {
  const policies = useQuery(policiesQuery(wardId)).data?.items;
  if (policies === undefined) return null;
  const rotaIds = rotasOfPolicies(policies);
  return (
    <p className="hw-on-call">
      {t`On call now`}:{' '}
      {rotaIds.length === 0 ? (
        <Link href={pathTo.escalationPolicies}>{t`by no rota`}</Link>
      ) : (
        <OnCall rotaIds={rotaIds} />
      )}
    </p>
  );
}

function OnCall({ rotaIds }: { readonly rotaIds: readonly RotaId[] }) {
  const { rota } = useNames();
  const answers = useQueries({ queries: rotaIds.map((id) => onCallQuery(id)) });
  return rotaIds.map((id, index) => {
    const onCall = answers[index]?.data;
    const names = onCall?.people.map(({ name }) => name).join(', ');
    return (
      <span key={id}>
        {index > 0 && '; '}
        <strong>{names === undefined ? '…' : names === '' ? t`no person` : names}</strong> (
        <Link href={pathTo.rota(id)}>{rota(id)}</Link>)
      </span>
    );
  });
}
