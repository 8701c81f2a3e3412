import { type BedFigures, type Referral, WardId } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { RefusedError } from '../../api/api-errors.ts';
import { bedFiguresQuery } from '../../api/ward-capacity.ts';
import { useMay } from '../frame/person.tsx';
import { type FormFault, required } from '../forms/faults.ts';

/** Whether a ward has a bed for one more patient, as far as is known before it is asked for. */
export interface Room {
  /** In words: `3 of 12 open beds are free.` */
  readonly words: string;
  /** The person may have the patient there beyond capacity, with a reason. */
  readonly asksReason: boolean;
}

/**
 * @param reserved the referral that is answered, whose reserved bed is the patient's.
 */
export function useRoom(ward: string, reserved?: Referral): Room {
  const wardId = WardId.safeParse(ward).data;
  const mayExceed = useMay('exceed-capacity');
  const figures = useQuery({ ...bedFiguresQuery(wardId ?? noWard), enabled: wardId !== undefined }).data;
  if (wardId === undefined || figures === undefined) return { words: '', asksReason: false };
  if (reserved?.state === 'reserved' && reserved.wardId === wardId) {
    return { words: t`The bed that is reserved for the patient is taken.`, asksReason: false };
  }
  const isFull = figures.free === 0;
  return { words: roomWords(figures, mayExceed), asksReason: isFull && mayExceed };
}

// Never asked for: there is no such ward.
const noWard = WardId.parse('00000000-0000-4000-8000-000000000000');

/** How many beds are free; where none is, whether the patient can have one all the same. */
export function roomWords({ free, open }: Pick<BedFigures, 'free' | 'open'>, mayExceed: boolean): string {
  if (free > 0)
    return t`${plural(free, { one: '# bed is free', other: '# beds are free' })}, of ${open} that are open.`;
  const full = open === 0 ? t`The ward is closed.` : t`The ward is full: of ${open} open beds none is free.`;
  return mayExceed
    ? t`${full} The patient is then there beyond its capacity, which is counted, and needs a reason.`
    : t`${full} Only a coordinator can have a patient there beyond its capacity.`;
}

export const overCapacityFaults = (room: Room, reason: string): readonly FormFault[] =>
  room.asksReason ? required('overCapacityReason', reason, t`Enter why the patient is there beyond capacity`) : [];

/** What asks for a bed. Where the ward has become full meanwhile, its figures are fetched again, and the form says so. */
export async function askingForBed<Answer>(client: QueryClient, asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    const isFull = error instanceof RefusedError && ['ward-full', 'ward-closed'].includes(error.problem.code);
    if (isFull) void client.invalidateQueries({ queryKey: ['bed-figures'] });
    throw error;
  }
}
