import { freshTarget, targetFaults, targetsBody, typedTargets } from './targets-typed.ts';

const plan = { series: 'Delivery plan', source: 'Page 12', date: '2026-04-01', beds: 80 };

describe('Targets as they are typed', () => {
  it('left alone say the same again', () => {
    expect(targetsBody(typedTargets([plan]))).toEqual({ items: [plan] });
    expect(targetFaults(typedTargets([plan]))).toEqual([]);
  });

  it('begin with the plan and the source of the one before', () => {
    expect(freshTarget(typedTargets([plan]))).toEqual({
      series: 'Delivery plan',
      source: 'Page 12',
      date: '',
      beds: '',
    });
  });

  it.each([
    [{ series: ' ' }, 'items.0.series'],
    [{ date: '31/02/2027' }, 'items.0.date'],
    [{ date: '' }, 'items.0.date'],
    [{ beds: '12.5' }, 'items.0.beds'],
    [{ source: '' }, 'items.0.source'],
  ])('are refused where one cannot be: %j', (change, path) => {
    const items = typedTargets([plan]).items.map((target) => ({ ...target, ...change }));
    expect(targetFaults({ items }).map((fault) => fault.path)).toEqual([path]);
  });

  it('are refused at the second number that a plan has for one day', () => {
    expect(targetFaults(typedTargets([plan, { ...plan, beds: 90 }])).map(({ path }) => path)).toEqual(['items.1.date']);
    expect(targetFaults(typedTargets([plan, { ...plan, series: 'Operating plan' }]))).toEqual([]);
  });
});
