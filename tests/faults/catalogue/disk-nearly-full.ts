import type { Fault } from './fault.ts';
import { junkMessages } from './mqtt-clients.ts';

/** Less than the run's DISK_LOW_MEGABYTES, and enough for what the ward needs meanwhile. */
const leftBytes = 200 * 2 ** 20;

/** Something else fills the disk that the database is on, and a gateway sends junk besides. */
export const diskNearlyFull: Fault = {
  name: 'the disk of the database is nearly full',
  kind: 'nuisance',
  possible: ({ disk }) => disk !== undefined,
  failing: /^disk$/,
  metric: /^homeward_gateway_quarantine_not_kept_total$/,
  begin: async (surroundings) => {
    const { disk } = surroundings.homeward;
    await disk?.fillBut(leftBytes);
    const junk = await junkMessages.begin(surroundings);
    return {
      end: async () => {
        await junk.end();
        await disk?.makeRoom();
      },
    };
  },
};
