import { below } from '../escalation/seeded-random.ts';
import { everywhere, type Fault } from './fault.ts';

/** `kill -9` of a service, the seed says which; its supervisor starts it again once the fault is over. */
export const serviceKilled: Fault = {
  name: 'a service is killed',
  kind: 'outage',
  possible: everywhere,
  failing: / answers$/,
  // It is not there to say so: a scraper has its own.
  metric: undefined,
  begin: async ({ homeward, random }) => {
    const service = homeward.services[below(homeward.services.length, random)];
    await service?.kill();
    return { end: async () => service?.restart() };
  },
};
