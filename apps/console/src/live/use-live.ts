import type { LiveEvent, WardId } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { technicalAlertsQuery } from '../api/queries.ts';
import { type Connection, connectionAfter, notConnected } from './connection.ts';
import { listen } from './live-stream.ts';
import { session } from '../session/session.ts';
import { serverClock } from '../time/server-clock.ts';

export interface LiveUse {
  /** Of which ward; null for all; undefined while it is not known yet, when nothing is listened to. */
  readonly wardId: WardId | null | undefined;
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  /** After every opening of the stream but the first: what was missed must be fetched. */
  readonly onReopened: () => void;
}

/** Listens to the live stream while the component is on screen; returns how the connection is doing. */
export function useLive({ wardId, onEvents, onReopened }: LiveUse): Connection {
  const [connection, setConnection] = useState(notConnected);
  const client = useQueryClient();
  const heard = useEffectEvent((events: readonly LiveEvent[]) => {
    // The frame around the page shows these; it has no stream of its own.
    const isTechnical = events.some(({ event }) => event === 'technical-alert' || event === 'reset');
    if (isTechnical) void client.invalidateQueries({ queryKey: technicalAlertsQuery.queryKey });
    if (events.some(({ event }) => event === 'session-ended')) session.ended();
    onEvents(events);
  });
  const reopened = useEffectEvent(onReopened);

  useEffect(() => {
    if (wardId === undefined) return undefined;
    let openings = 0;
    const stop = listen(wardId, {
      onEvents: (events) => heard(events),
      onHappening: (happening) => {
        setConnection((before) => connectionAfter(before, happening, serverClock.now()));
        if (happening !== 'opened') return;
        openings += 1;
        if (openings > 1) reopened();
      },
    });
    return () => {
      stop();
      setConnection(notConnected);
    };
  }, [wardId]);

  return connection;
}
