/**
 * Ends a run with what could not be had, once more, and one plain line that says how it went. A test file that did not
 * even load counts as one failed test. Jest puts its own summary after every reporter's, hence the wait for the exit.
 */
export default class LastLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const notes = process.env.HOMEWARD_TEST_NOTES ?? '';
    process.once('exit', () => {
      if (notes !== '') process.stdout.write(`\n${notes}\n`);
      process.stdout.write(`\nTests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }
}
