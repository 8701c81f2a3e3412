import { statSync } from 'node:fs';

/** What takes minutes by itself: begun last, it would go on alone when all else is done. */
const longest = ['/tests/browser/every-page.spec.ts', '/libs/event-log/src/kafka/kafka-log.int-spec.ts'];

/** Networks come and go with the containers, and Chromium gives up what it is loading: begun once its tests have been. */
const afterBrowsers = '/tests/containers/containers.spec.ts';

/** What spans services waits longest, and rules take no time to speak of. */
const projects = ['path', 'int', 'unit'];

function rank({ path, context }) {
  if (longest.some((end) => path.endsWith(end))) return -1;
  return path.endsWith(afterBrowsers) ? 0.5 : projects.indexOf(context.config.displayName.name);
}

/**
 * The order in which Jest begins test files. Its own goes by how long they took the last time, which a fresh clone does
 * not know.
 */
export default class LongestFirst {
  sort(tests) {
    const size = new Map(tests.map((test) => [test, statSync(test.path).size]));
    return tests.toSorted((a, b) => rank(a) - rank(b) || size.get(b) - size.get(a));
  }

  /** Jest's call after a run. There is nothing to remember. */
  cacheResults() {}
}
