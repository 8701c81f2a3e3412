/**
 * What plans say of the region that Homeward was first made for. Its two documents disagree: both stand, with where each is from,
 * and can be changed like any other.
 */
const regionalTargets = [
  {
    series: 'Regional plan',
    source: 'Plan of the region for virtual wards: 500 beds in 2023',
    date: '2023-12-31',
    beds: 500,
  },
  {
    series: 'Regional plan',
    source: 'Plan of the region for virtual wards: 750 beds in 2024',
    date: '2024-12-31',
    beds: 750,
  },
  {
    series: 'Regional roadmap',
    source:
      'Roadmap of the same region: 344 beds, before the 430 of April 2024 (no day is given: taken as a year before)',
    date: '2023-04-30',
    beds: 344,
  },
  {
    series: 'Regional roadmap',
    source: 'Roadmap of the same region: 430 beds by April 2024',
    date: '2024-04-30',
    beds: 430,
  },
];

const regionalClaims = [
  {
    pathway: 'acute-respiratory',
    bedDaysPerStay: 2,
    source: 'Plan of the region for its respiratory pathway: 2 bed days a stay, estimated',
    comparison: null,
  },
];

const literal = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`;

/** Organisations, capacity day by day, plans, and the published national series. None of it is of a patient. */
export const capacity = [
  `create table organisation (
     ods_code text primary key,
     name text not null,
     kind text not null check (kind in ('provider', 'place', 'system')),
     parent text references organisation check (parent <> ods_code)
   )`,
  // One for each ward and day, however many replicas make it. It stays as it was made: it is what was reported.
  `create table capacity_snapshot (
     ward_id uuid not null references ward,
     date date not null,
     at timestamptz not null,
     made_from text not null check (made_from in ('live', 'history')),
     made_at timestamptz not null,
     capacity integer not null check (capacity >= 0),
     patients integer not null check (patients >= 0),
     population integer,
     primary key (ward_id, date)
   )`,
  'create index capacity_snapshot_by_date on capacity_snapshot (date)',
  `create table capacity_plan (
     part text primary key check (part in ('targets', 'claims')),
     items jsonb not null,
     revision integer not null
   )`,
  `insert into capacity_plan (part, items, revision)
   values ('targets', ${literal(regionalTargets)}, 0), ('claims', ${literal(regionalClaims)}, 0)`,
  `create table published_capacity (
     month text not null,
     code text not null,
     line integer not null,
     published jsonb not null,
     primary key (month, code)
   )`,
  'create index stay_by_discharge on stay (discharged_at) where discharged_at is not null',
];
