/**
 * For `npm run bench` and `npm run faults`, by `--import`: one that is broken off leaves no server behind. What is
 * started from here on carries a mark in its environment, unless a run of tests has set its own, which then ends it.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { endProcessesOfRun } from './processes-of-run.mjs';

if (process.env.HOMEWARD_TEST_RUN === undefined) {
  const mark = randomUUID();
  process.env.HOMEWARD_TEST_RUN = mark;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(name, () => {
      endProcessesOfRun(mark).then(
        () => process.exit(128 + constants.signals[name]),
        (error) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
