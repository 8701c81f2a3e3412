import { Bystander } from './bystander/bystander.ts';
import { faults } from './catalogue/catalogue.ts';
import { seededRandom } from './escalation/seeded-random.ts';
import { faultsOf } from './measuring/fault-result.ts';
import { runFault } from './measuring/fault-run.ts';
import { everythingEmbedded } from './running/everything-embedded.ts';
import type { RunningHomeward } from './running/running-homeward.ts';

/** What `npm run faults` does for minutes, and with real servers, is tried here for a moment each, on one Homeward. */
const short = { seconds: 1, everyMs: 500 };

describe('the alerts of a ward that has nothing to do with it, while', () => {
  let homeward: RunningHomeward;
  let bystander: Bystander;

  beforeAll(async () => {
    homeward = await everythingEmbedded();
    bystander = await Bystander.open(homeward);
  }, 120_000);

  afterAll(async () => {
    await bystander.close();
    await homeward.stop();
  }, 60_000);

  const embedded = faults.filter(({ name }) => !['Kafka halts', 'the MQTT broker halts'].includes(name));

  it.each(embedded.map((fault) => [fault.name, fault] as const))(
    '%s, arrive once, and health says what is so',
    async (_name, fault) => {
      if (!fault.possible(homeward)) {
        expect(homeward.disk).toBeUndefined();
        return;
      }
      const surroundings = { homeward, bystander, random: seededRandom(13) };
      const result = await runFault(fault, surroundings, short);
      expect({ wrong: faultsOf(result), failed: result.failed }).toMatchObject({ wrong: [] });
    },
    180_000,
  );
});
