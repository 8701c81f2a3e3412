import { everySurroundings } from '../outside/surroundings.ts';
import { WardOnAManualClock } from '../outside/ward-on-a-manual-clock.ts';
import { events } from './scenarios/events.ts';
import { merges } from './scenarios/merges.ts';
import { pathways } from './scenarios/pathways.ts';
import { plansThatLapse } from './scenarios/plans-that-lapse.ts';
import { poorSignals } from './scenarios/poor-signals.ts';
import { ruleSets } from './scenarios/rule-sets.ts';
import { silence } from './scenarios/silence.ts';
import { transfers } from './scenarios/transfers.ts';
import { whatIsKnown } from './scenarios/what-is-known.ts';

// Real: Homeward in a process of its own, its API, MQTT. Only its clock is set from here. Every scenario has a patient of
// its own in the same process, since starting one costs more than most scenarios take.
describe.each(await everySurroundings())('scores to trust a life with, from outside, %s', (_where, surround) => {
  const opened: { ward?: WardOnAManualClock } = {};
  const ward = (): WardOnAManualClock => {
    if (opened.ward === undefined) throw new Error('Homeward did not start.');
    return opened.ward;
  };

  beforeAll(async () => {
    opened.ward = await WardOnAManualClock.open(surround);
  }, 120_000);

  afterAll(async () => {
    await opened.ward?.close();
  }, 60_000);

  poorSignals(ward);
  whatIsKnown(ward);
  plansThatLapse(ward);
  silence(ward);
  ruleSets(ward);
  pathways(ward);
  events(ward);
  transfers(ward);
  merges(ward);
});
