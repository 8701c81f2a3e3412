/**
 * Jest's own runner of a test file, given Node's modules instead of Jest's. Jest makes every module anew for every test
 * file, which costs a second where a file's tests take a hundredth of one; Node loads each once for each worker. So test
 * files share what their modules remember, as the parts of one process do, and Jest's mocks of modules are not to be had.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { default: runWithCircus } = require('jest-circus/runner');

/** Where circus keeps its listeners, under a name that all its copies know. */
const listeners = Symbol.for('EVENT_HANDLERS');

/** Circus keeps a file's tests in its own module: loading that anew is how it forgets the file before. */
function loadAnew(path) {
  delete require.cache[path];
  delete globalThis[listeners];
  return require(path);
}

function withModulesOfNode(runtime) {
  const importFile = (path) => import(pathToFileURL(path).href);
  return new Proxy(runtime, {
    get(target, name) {
      if (name === 'requireInternalModule') return loadAnew;
      if (name === 'requireModule') return require;
      if (name === 'unstable_shouldLoadAsEsm') return () => true;
      if (name === 'unstable_importModule') return importFile;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const patience = Math.max(1, Number(process.env.HOMEWARD_TEST_PATIENCE ?? '') || 1);
const given = new WeakMap();

/** Gives a test, or what comes before and after it, so many times longer as libs/fixtures/src/patience.ts says of all tests. */
function lengthenTimeout(event, { testTimeout }) {
  const timed = { hook_start: event.hook, test_fn_start: event.test }[event.name];
  if (timed === undefined) return;
  if (!given.has(timed)) given.set(timed, timed.timeout || testTimeout);
  timed.timeout = given.get(timed) * patience;
}

/** What Jest calls for each test file, as its setting `testRunner` describes it. */
export default function runTestFile(globalConfig, config, ...[environment, runtime, ...rest]) {
  // Jest's translation of stack traces knows only what Jest has transformed. Node does it itself (--enable-source-maps).
  delete Error.prepareStackTrace;
  const ours = new Proxy(environment, {
    get(target, name) {
      if (name === 'global') return globalThis;
      return name === 'handleTestEvent' ? lengthenTimeout : Reflect.get(target, name, target);
    },
  });
  return runWithCircus(globalConfig, config, ours, withModulesOfNode(runtime), ...rest);
}
