import { alert, wardId } from '../../live/live-events.fixtures.ts';
import { admits, filterOf, searchOf } from './alert-filter.ts';

describe('which alerts the address asks for', () => {
  it.each([
    ['', { state: 'open' }],
    ['?state=raised', { state: 'raised' }],
    ['?state=all', {}],
    [`?ward=${wardId}`, { wardId, state: 'open' }],
    ['?about=trend', { conditionKind: 'trend', state: 'open' }],
  ])('"%s", and back again', (search, filter) => {
    expect(filterOf(search)).toEqual(filter);
    expect(searchOf(filterOf(search))).toBe(search);
  });

  it('takes what it cannot read as not asked', () => {
    expect(filterOf('?ward=7&state=lost')).toEqual({ state: 'open' });
  });

  it('admits a new alert where it belongs', () => {
    expect(admits({ state: 'open' }, alert())).toBe(true);
    expect(admits({ state: 'open' }, alert({ state: 'resolved' }))).toBe(false);
    expect(admits({ state: 'acknowledged' }, alert())).toBe(false);
    expect(admits({ conditionKind: 'trend' }, alert())).toBe(false);
    expect(admits({ patientId: alert({ of: 'Bob' }).patientId }, alert())).toBe(false);
  });
});
