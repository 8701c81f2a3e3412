import { useEffect } from 'react';
import { session } from '../session/session.ts';
import { feed } from './feed.ts';

/** Keeps this page on the browser's live stream while it is this person's; who may not see patients hears nothing. */
export function useFeed(personId: string, mayListen: boolean): void {
  useEffect(() => {
    if (!mayListen) return undefined;
    feed.join(personId);
    const stop = feed.listen((events) => {
      if (events.some(({ event }) => event === 'session-ended')) session.ended();
    });
    return () => {
      stop();
      feed.leave();
    };
  }, [personId, mayListen]);
}
