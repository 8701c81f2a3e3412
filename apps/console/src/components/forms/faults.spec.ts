import { RefusedError, UnreachableError } from '../../api/api-errors.ts';
import { faultsOf, faultsWithout, required } from './faults.ts';

const refused = new RefusedError({
  type: 'urn:homeward:problem:review-in-past',
  title: 'Review in the past',
  status: 400,
  detail: 'The plan was not changed.',
  code: 'review-in-past',
  errors: [{ path: 'oxygenScale.reviewAt', message: 'found yesterday; expected a time to come' }],
});

describe('faults of a form', () => {
  it('are those that the service found, each where it belongs', () => {
    expect(faultsOf(refused)).toEqual([
      { path: 'oxygenScale.reviewAt', message: 'Found yesterday; expected a time to come' },
    ]);
  });

  it('are said somewhere else where the form has no field for them', () => {
    expect(faultsWithout(faultsOf(refused), ['oxygenScale.reviewAt'])).toEqual([]);
    expect(faultsWithout(faultsOf(refused), ['oxygenScale.reason'])).toHaveLength(1);
  });

  it('are none where the service was not reached', () => {
    expect(faultsOf(new UnreachableError('/plan'))).toEqual([]);
    expect(faultsOf(null)).toEqual([]);
  });

  it('distinguish a blank text from one that says something', () => {
    expect(required('reason', '  ', 'Enter why')).toEqual([{ path: 'reason', message: 'Enter why' }]);
    expect(required('reason', 'x', 'Enter why')).toEqual([]);
  });
});
