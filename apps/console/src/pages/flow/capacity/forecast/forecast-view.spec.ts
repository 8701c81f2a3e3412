import { addressOfForecast, asItIs, filterOf, forecastViewIn, readWhatIf } from './forecast-view.ts';

const wardId = '059aae35-fb84-5dc0-b5d2-2b776d0eeec7';

describe('What is forecast', () => {
  it('is in the address, and comes back from it', () => {
    const view = forecastViewIn(`?ward=${wardId}&days=28&close=5&more=30`);
    expect(view).toEqual({ wardId, days: 28, whatIf: { closeBeds: 5, moreArrivals: 30 } });
    const search = addressOfForecast(view).slice('/flow/capacity/forecast'.length);
    expect(forecastViewIn(search)).toEqual(view);
  });

  it.each(['', '?days=3&close=many&more=-200&ward=7'])(
    'is 14 days of all wards as they are where the address does not say: "%s"',
    (search) => {
      expect(forecastViewIn(search)).toEqual({ wardId: null, days: 14, whatIf: asItIs });
    },
  );

  it('is asked of the service as how many times the usual patients arrive', () => {
    const view = forecastViewIn('?close=5&more=30');
    expect(filterOf(view, view.whatIf)).toEqual({ wardId: null, days: 14, closeBeds: 5, arrivals: 1.3 });
    expect(filterOf(view, asItIs)).toMatchObject({ closeBeds: 0, arrivals: 1 });
  });
});

describe('What if', () => {
  it.each([
    ['5', 'closeBeds', 5],
    ['', 'closeBeds', 0],
    ['-1', 'closeBeds', undefined],
    ['2.5', 'closeBeds', undefined],
    ['-100', 'moreArrivals', -100],
    ['-101', 'moreArrivals', undefined],
    ['a third', 'moreArrivals', undefined],
  ] as const)('"%s" of %s is read as %s', (typed, of, read) => {
    expect(readWhatIf(typed, of)).toBe(read);
  });
});
