import type { Instant } from '#libs/contracts';
import { useMemo } from 'react';
import { useNow } from '../../time/use-now.ts';
import { asOfIn, searchAsOf } from '../../navigation/as-of.ts';
import { useNavigation } from '../../navigation/navigation.tsx';

/** As of when the page is shown, and how to look at it as of another time. */
export interface AsOf {
  /** Null for now. */
  readonly asOf: Instant | null;
  /** The time that ages are counted to: that instant, or now, moving on. */
  readonly now: number;
  readonly show: (asOf: Instant | null) => void;
  /** A path of the console as of the same time. */
  readonly keeping: (path: string) => string;
}

export function useAsOf(): AsOf {
  const { path, search, fragment, go } = useNavigation();
  const asOf = useMemo(() => asOfIn(search), [search]);
  const present = useNow();
  return {
    asOf,
    now: asOf === null ? present : Date.parse(asOf),
    show: (time) => go(`${path}${searchAsOf(search, time)}${fragment}`),
    keeping: (to) => (asOf === null ? to : `${to}${searchAsOf('', asOf)}`),
  };
}
