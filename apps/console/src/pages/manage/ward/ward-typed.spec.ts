import { NewWardCapacity, WardChange } from '#libs/contracts';
import { aWard } from '#libs/fixtures';
import { capacityBody, faultsOfCapacity, faultsOfWard, typedWard, wardBody } from './ward-typed.ts';

const described = {
  ...aWard(),
  name: 'Heart at home',
  organisation: 'RX1',
  pathways: ['frailty'],
  population: 400_000,
  hours: { from: '08:00', until: '20:00' },
  replyNeedsSignIn: true,
};

describe('What describes a ward', () => {
  it('left alone says the same again', () => {
    const { name, organisation, pathways, population, hours, replyNeedsSignIn } = described;
    const body = wardBody(typedWard(described));
    expect(body).toEqual({ name, organisation, pathways, population, hours, replyNeedsSignIn });
    expect(WardChange.safeParse(body).success).toBe(true);
  });

  it('is taken away where it is left blank', () => {
    const blank = { name: 'Heart', organisation: '', pathways: [], population: ' ', from: '', until: '' };
    expect(wardBody({ ...blank, replyNeedsSignIn: '' })).toEqual({
      name: 'Heart',
      organisation: null,
      pathways: null,
      population: null,
      hours: null,
      replyNeedsSignIn: null,
    });
  });

  it.each([
    [{ name: ' ' }, ['name']],
    [{ population: 'many' }, ['population']],
    [{ from: '8' }, ['hours.from']],
    [{ until: '' }, ['hours.until']],
  ])('is refused where it cannot be: %j', (change, paths) => {
    expect(faultsOfWard({ ...typedWard(described), ...change }).map(({ path }) => path)).toEqual(paths);
  });
});

const capacity = {
  from: '2026-11-21T08:00',
  beds: '12',
  staffedBeds: '10',
  kits: '',
  acuityPoints: '',
  reason: ' Winter ',
};

describe('A capacity that is typed', () => {
  it('is sent with what was said of it', () => {
    const body = capacityBody(capacity);
    expect(body).toEqual({ from: '2026-11-21T08:00:00.000Z', beds: 12, staffedBeds: 10, reason: 'Winter' });
    expect(NewWardCapacity.safeParse(body).success).toBe(true);
  });

  it.each([
    [{ beds: '' }, ['beds']],
    [{ beds: '1.5', kits: 'few' }, ['beds', 'kits']],
    [{ from: 'soon' }, ['from']],
    [{ reason: '' }, ['reason']],
  ])('is refused where it cannot be: %j', (change, paths) => {
    expect(faultsOfCapacity({ ...capacity, ...change }).map(({ path }) => path)).toEqual(paths);
  });
});
