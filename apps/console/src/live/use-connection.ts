import { useSyncExternalStore } from 'react';
import type { Connection } from './connection.ts';
import { feed } from './feed.ts';

/** How the live stream of this page is doing. */
export const useConnection = (): Connection => useSyncExternalStore(feed.watchConnection, feed.connection);
