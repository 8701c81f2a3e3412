import { alertFigures, type FaultResult, faultsOf, slownessOf } from './fault-result.ts';
import { growthOf } from './footprint.ts';
import { faultTable } from './fault-table.ts';
import { seriesOf } from './health-watch.ts';

const deterioration = (sentAtMs: number, alertedAtMs: number | undefined) => ({
  patientId: 'p',
  sentAtMs,
  alertedAtMs,
});

function result({ fault, ...changes }: Partial<FaultResult> = {}): FaultResult {
  return {
    fault: { name: 'a fault', kind: 'nuisance', failing: undefined, metric: undefined, ...fault },
    parts: 'embedded',
    beganAtMs: 0,
    endedAtMs: 10_000,
    recoveredAtMs: 12_000,
    deteriorations: [deterioration(1_000, 1_100), deterioration(2_000, 2_300)],
    doubled: 0,
    failed: [],
    metricChanged: true,
    wrong: [],
    ...changes,
  };
}

const outage = { name: 'an outage', kind: 'outage', failing: /database/, metric: /^away/ } as const;

describe('What is said of a fault', () => {
  it('is nothing where alerts arrived once, in time, and health said what was so', () => {
    expect([faultsOf(result()), slownessOf(result())]).toEqual([[], []]);
    const ridden = result({
      fault: outage,
      failed: ['gateway-database'],
      deteriorations: [deterioration(1_000, 14_000)],
    });
    expect([faultsOf(ridden), slownessOf(ridden)]).toEqual([[], []]);
  });

  it.each<[string, Partial<FaultResult>, RegExp]>([
    ['an alert that never came', { deteriorations: [deterioration(1_000, undefined)] }, /1 of 1 alerts .* lost/],
    ['what is there twice', { doubled: 2 }, /2 .* twice/],
    ['a check that fails without a reason', { failed: ['mqtt'] }, /what is not so: mqtt/],
    ['an outage that health passes over', { fault: outage }, /health did not say so/],
    ['an outage that no metric has', { fault: outage, failed: ['database'], metricChanged: false }, /no metric \^away/],
    ['no recovery', { recoveredAtMs: undefined }, /not in order again/],
    ['what the fault itself found', { wrong: ['a plan was taken'] }, /a plan was taken/],
  ])('is %s', (_what, changes, words) => {
    expect(faultsOf(result(changes))).toEqual([expect.stringMatching(words)]);
  });

  it('counts delays from the set, in an outage from its end for what waited for it', () => {
    const deteriorations = [deterioration(1_000, 3_500), deterioration(9_000, 16_000)];
    expect(alertFigures(result({ deteriorations }))).toEqual({ median: 2_500, longest: 7_000, lost: 0 });
    expect(alertFigures(result({ deteriorations, fault: outage }))).toEqual({ median: 0, longest: 6_000, lost: 0 });
    expect(slownessOf(result({ deteriorations }))).toEqual(['an alert took 7000 ms; at most 2000']);
  });

  it('has a row of the table', () => {
    const rows = faultTable([result({ doubled: 1 })]).split('\n');
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatch(/\| a fault \| embedded \| 100 ms +\| 300 ms +\| 0 +\| 1 +\| 2\.0 s +\| none +\| 1 alerts/);
  });

  it('is read from the series of each process, with their sums where processes have the same', () => {
    const text = '# HELP one\none 1\nhttp{check="a b"} 2\nhttp{check="a b"} 3\nbroken';
    expect([...seriesOf(text)]).toEqual([
      ['one', 1],
      ['http{check="a b"}', 5],
    ]);
  });
});

describe('What a process takes while everything happens at once', () => {
  const footprints = (memory: (look: number) => number) =>
    Array.from({ length: 40 }, (_, look) => ({
      memoryMegabytes: memory(look),
      openFiles: 100,
      databaseConnections: 10,
      databaseMegabytes: look,
    }));

  it('may rise while it warms up, and no more afterwards', () => {
    expect(growthOf(footprints((look) => Math.min(500, 100 + look * 40)))).toEqual([]);
    expect(growthOf(footprints((look) => 100 + look * 40))).toEqual(['memoryMegabytes has grown from 860 to 1660']);
  });
});
