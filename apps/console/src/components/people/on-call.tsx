import type { RotaId, TimeZone } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { onCallQuery } from '../../api/rotas.ts';
import { timeInZone } from '../words/rota-words.ts';

/** Who has the turn on a rota now, and until when; or that no person has. */
export function OnCallNow({ rotaId, timeZone }: { readonly rotaId: RotaId; readonly timeZone: TimeZone }) {
  const onCall = useQuery(onCallQuery(rotaId));
  if (onCall.data === undefined) return onCall.isError ? t`not known` : '…';
  const { people, shift } = onCall.data;
  if (people.length === 0) return <strong>{t`No person is on call`}</strong>;
  const names = people.map(({ name }) => name).join(', ');
  return shift === null ? names : t`${names}, until ${timeInZone(shift.end, timeZone)}`;
}
