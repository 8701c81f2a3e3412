import { chartViewIn, searchWithChart } from './chart-address.ts';

describe('The address of the charts', () => {
  it.each([
    ['', { hours: 24, view: 'curves' }],
    ['?hours=168', { hours: 168, view: 'curves' }],
    ['?hours=6&view=chart', { hours: 6, view: 'chart' }],
  ] as const)('%j says what is shown, and is made of it again', (search, view) => {
    expect(chartViewIn(search)).toEqual(view);
    expect(searchWithChart('', view)).toBe(search);
  });

  it('keeps what else it says', () => {
    expect(searchWithChart('?asOf=x&hours=6', { hours: 24, view: 'curves' })).toBe('?asOf=x');
  });

  it.each(['?hours=7', '?hours=x&view=y'])('is that of the last 24 hours where it says %j', (search) => {
    expect(chartViewIn(search)).toEqual({ hours: 24, view: 'curves' });
  });
});
