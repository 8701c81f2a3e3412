import { type CapacitySnapshot, derivedId, instant, type PublishedCapacity, WardId } from '#libs/contracts';
import { dayFigures, monthsBeside, seriesNames } from './snapshot-days.ts';

const snapshot = (
  wardName: string,
  date: string,
  [patients, capacity]: readonly [number, number],
): CapacitySnapshot => ({
  wardId: WardId.parse(derivedId('ward', wardName)),
  wardName,
  date,
  at: instant(Date.parse(`${date}T08:00:00.000Z`)),
  madeFrom: wardName === 'South' ? 'history' : 'live',
  capacity,
  patients,
  occupancy: patients / capacity,
  occupancyShown: '',
  capacityPer100k: 12.5,
});

const published = (month: string, code: string, name: string): PublishedCapacity => ({
  month,
  region: '-',
  code,
  name,
  capacity: 100,
  capacityPer100k: 20,
  population16Plus: 500_000,
  patients: 70,
  occupancy: 0.7,
  occupancyShown: '70.0%',
});

describe('Snapshots of a day', () => {
  it('come to one figure of all wards, above all as it is published and as it is', () => {
    const days = dayFigures([
      snapshot('North', '2026-11-20', [15, 20]),
      snapshot('South', '2026-11-20', [10, 20]),
      snapshot('North', '2026-11-19', [21, 20]),
    ]);
    expect(days.map(({ date, occupancyShown, occupancy }) => [date, occupancyShown, occupancy])).toEqual([
      ['2026-11-19', '100%*', 1.05],
      ['2026-11-20', '62.5%', 0.625],
    ]);
    expect(days.map(({ capacityPer100k, isFromHistory }) => [capacityPer100k, isFromHistory])).toEqual([
      [12.5, false],
      [null, true],
    ]);
  });
});

describe('The published series', () => {
  const series = [
    published('2026-09', '-', 'ENGLAND'),
    published('2026-09', 'QYG', 'NHS Cheshire and Merseyside '),
    published('2026-10', 'QYG', 'NHS Cheshire and Merseyside'),
  ];

  it('are known by their code, and England by its name', () => {
    expect(seriesNames(series)).toEqual([
      { key: 'ENGLAND', name: 'ENGLAND' },
      { key: 'QYG', name: 'NHS Cheshire and Merseyside' },
    ]);
  });

  it('stands beside the last day of each month of one’s own', () => {
    const days = dayFigures([
      snapshot('North', '2026-10-22', [10, 20]),
      snapshot('North', '2026-10-29', [12, 20]),
      snapshot('North', '2026-11-26', [14, 20]),
    ]);
    const months = monthsBeside(days, series, 'QYG');
    expect(months.map(({ month, own, published: of }) => [month, own?.date, of?.patients])).toEqual([
      ['2026-09', undefined, 70],
      ['2026-10', '2026-10-29', 70],
      ['2026-11', '2026-11-26', undefined],
    ]);
  });
});
