import { backlogOfADay } from './backlog-of-a-day.ts';
import { brokerHalts } from './broker-halts.ts';
import { diskNearlyFull } from './disk-nearly-full.ts';
import type { Fault } from './fault.ts';
import {
  guessesAtSignIn,
  hostileRequests,
  metricsScrapers,
  planOfAnOddTime,
  slowBodies,
  unreadLiveStreams,
} from './http-clients.ts';
import { kafkaHalts, postgresLogAway } from './log-away.ts';
import { endlessFilters, junkMessages, malformedPackets, oversizedMessages, unknownGateways } from './mqtt-clients.ts';
import { postgresAskedToStop, postgresHalts, postgresKilled } from './postgres.ts';
import { serviceKilled } from './service-killed.ts';

/** Every fault of the run, what parts do before what clients do. */
export const faults: readonly Fault[] = [
  postgresAskedToStop,
  postgresKilled,
  postgresHalts,
  postgresLogAway,
  kafkaHalts,
  brokerHalts,
  serviceKilled,
  diskNearlyFull,
  endlessFilters,
  oversizedMessages,
  malformedPackets,
  unknownGateways,
  junkMessages,
  unreadLiveStreams,
  metricsScrapers,
  slowBodies,
  hostileRequests,
  planOfAnOddTime,
  guessesAtSignIn,
  backlogOfADay,
];
