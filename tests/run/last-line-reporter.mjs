import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './pinned-node.mjs';

const longestReason = 200;

/**
 * Ends a run with what failed, a line each, with what could not be had, and with one plain line that says how it went: a
 * machine that keeps only the end of what a run prints has all of it then. A test file that did not even load counts as one
 * failed test. Jest puts its own summary after every reporter's, hence the wait for the exit.
 */
export default class LastLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const notes = process.env.HOMEWARD_TEST_NOTES ?? '';
    const failures = results.testResults.flatMap(failuresOf);
    process.once('exit', () => {
      if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.join('\n')}\n`);
      if (notes !== '') process.stdout.write(`\n${notes}\n`);
      process.stdout.write(`\nTests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }
}

function failuresOf({ testFilePath, testResults, testExecError }) {
  const file = relative(root, testFilePath);
  const notLoaded = testExecError ? [`  ${file}: ${firstLineOf(testExecError.message)}`] : [];
  const failed = testResults.filter(({ status }) => status === 'failed');
  return [
    ...notLoaded,
    ...failed.map(
      ({ fullName, failureMessages }) => `  ${file}: ${fullName}: ${firstLineOf(failureMessages[0] ?? '')}`,
    ),
  ];
}

function firstLineOf(message) {
  return stripVTControlCharacters(message).split('\n')[0].slice(0, longestReason);
}
