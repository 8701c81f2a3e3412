import { Me } from '#libs/contracts';
import { useEffect } from 'react';
import { ask } from '../api/http.ts';
import { feed } from './feed.ts';

/** Keeps this page on the browser's live stream while it is this person's; who may not see patients hears nothing. */
export function useFeed(personId: string, mayListen: boolean): void {
  useEffect(() => {
    if (!mayListen) return undefined;
    feed.join(personId);
    const stop = feed.listen((events) => {
      if (events.some(({ event }) => event === 'session-ended')) lookWhetherItEnded();
    });
    return () => {
      stop();
      feed.leave();
    };
  }, [personId, mayListen]);
}

/** The stream may say so late, when the person has signed in again: the answer to a question of now ends the session. */
function lookWhetherItEnded(): void {
  // What has ended is said by `ask`; what cannot be asked now is said by the next answer.
  ask({ path: '/me', schema: Me }).catch(() => undefined);
}
