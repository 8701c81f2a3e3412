import { useMay } from '../frame/person.tsx';
import type { MayChangeStays } from './stay-changes.ts';

export function useMayChangeStays(): MayChangeStays {
  const admitAndDischarge = useMay('admit-and-discharge');
  const correct = useMay('correct-stays');
  return { admitAndDischarge, correct };
}
