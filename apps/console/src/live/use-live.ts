import type { LiveEvent, WardId } from '#libs/contracts';
import { useEffect, useEffectEvent } from 'react';
import { feed } from './feed.ts';
import { eventsOfWard } from './events-of-ward.ts';

export interface LiveUse {
  /** Of which ward; null for all; undefined while it is not known yet, when nothing is listened to. */
  readonly wardId: WardId | null | undefined;
  /** `reset` among them says that something may have been missed, and what is on screen must be fetched again. */
  readonly onEvents: (events: readonly LiveEvent[]) => void;
}

/** Listens to the live stream while the component is on screen. */
export function useLive({ wardId, onEvents }: LiveUse): void {
  const heard = useEffectEvent(onEvents);
  useEffect(() => {
    if (wardId === undefined) return undefined;
    return feed.listen((all) => {
      const events = eventsOfWard(all, wardId);
      if (events.length > 0) heard(events);
    });
  }, [wardId]);
}
