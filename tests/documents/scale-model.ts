import { topics } from '#libs/contracts';

/** Where a number comes from: measured, with what would show that it is wrong; or assumed, until it is measured. */
export interface Point {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly from: 'measured' | 'assumed';
  /** What measures it, and so may refute it. */
  readonly refutedBy: string;
}

const point = (name: string, value: number, rest: Omit<Point, 'name' | 'value'>): Point => ({ name, value, ...rest });
const onPath = {
  unit: 'µs a set',
  from: 'measured',
  refutedBy: '`npm run bench -- postgres path` at 1,000 sets/s',
} as const;
const stored = {
  unit: 'bytes a set',
  from: 'measured',
  refutedBy: '`npm run bench -- storage`',
} as const;

/** Two cores, November 2026: docs/benchmarks.md. */
export const points = {
  gateway: point('Processor time, gateway', 144, onPath),
  scoring: point('Processor time, scoring', 261, onPath),
  clinician: point('Processor time, clinician', 278, onPath),
  postgres: point('Processor time, Postgres', 447, onPath),
  log: point('Stored on the log', 1200, stored),
  lasting: point('Stored for good: history, scores, chart', 2000, stored),
  passing: point('Stored for days: ids, live stream', 1400, stored),
  peakMemory: point('Memory of a service, patients apart', 260, {
    unit: 'MB a process',
    from: 'measured',
    refutedBy: '`npm run bench -- postgres path`, peak memory',
  }),
  memoryOfPatient: point('Memory of the scoring service', 10, {
    unit: 'kB a patient',
    from: 'measured',
    refutedBy: '`npm run bench -- scoring postgres`, 12,000 patients in 376 MB',
  }),
  peak: point('Busiest minute', 3, {
    unit: 'times the mean',
    from: 'assumed',
    refutedBy: '`homeward_gateway_messages_total` over a month of a ward, highest minute by mean',
  }),
  use: point('Use of a core at the busiest minute', 0.6, {
    unit: 'of it',
    from: 'assumed',
    refutedBy: 'reading to alert above 1 s (p99) at that use, in `npm run bench -- postgres path`',
  }),
  passingDays: point('Until what is stored for days is deleted', 40, {
    unit: 'days',
    from: 'measured',
    refutedBy: 'docs/data-classes.md, the longest of them',
  }),
  sessionMemory: point('Memory of the MQTT broker', 20, {
    unit: 'kB a gateway',
    from: 'assumed',
    refutedBy: 'resident memory of Mosquitto with 10,000 idle sessions over TLS',
  }),
  streams: point('Live streams of a clinician process', 500, {
    unit: 'streams',
    from: 'assumed',
    refutedBy: 'event-loop delay above 50 ms (p99) with so many streams at 500 changes/s',
  }),
  patientsOfClinician: point('Patients for each console that is open', 25, {
    unit: 'patients',
    from: 'assumed',
    refutedBy: 'requests to `/api/v1/live` that the ingress has open at the busiest hour, by occupied beds',
  }),
  priceOfCore: point('A core with 4 GB', 30, {
    unit: '£ a month',
    from: 'assumed',
    refutedBy: "your provider's price list",
  }),
  priceOfStorage: point('Disk', 0.1, {
    unit: '£ a GB and month',
    from: 'assumed',
    refutedBy: "your provider's price list",
  }),
} as const satisfies Readonly<Record<string, Point>>;

export const patientCounts = [1_000, 12_000, 200_000] as const;
export const rates = [
  { name: 'four times a day', setsADay: 4 },
  { name: 'every 15 minutes', setsADay: 96 },
  { name: 'every minute', setsADay: 1_440 },
] as const;

/** What a ward of so many patients asks for. */
export interface Size {
  readonly meanSetsASecond: number;
  readonly peakSetsASecond: number;
  readonly gateways: number;
  readonly scorers: number;
  readonly clinicians: number;
  readonly partitions: number;
  readonly postgresCores: number;
  readonly brokers: number;
  readonly logGigabytes: number;
  readonly databaseGigabytesAYear: number;
  readonly scorerMegabytes: number;
  readonly brokerMegabytes: number;
  readonly poundsAMonth: number;
}

const secondsOfADay = 86_400;
const daysOfAYear = 365;
/** Two of each, so that one may be lost. */
const leastReplicas = 2;
const replicasOfLog = 3;
const replicasOfDatabase = 3;
const leastBrokers = 3;
const coresOfABroker = 2;
/** What one disk of a broker takes in with ease. */
const bytesASecondOfABroker = 50_000_000;

const giga = 1e9;

export function sizeOf({ patients, setsADay }: { readonly patients: number; readonly setsADay: number }): Size {
  const mean = (patients * setsADay) / secondsOfADay;
  const peak = mean * points.peak.value;
  const cores = (microseconds: number): number => (peak * microseconds) / 1e6 / points.use.value;
  // A Node process has one core.
  const replicas = (microseconds: number): number => Math.max(leastReplicas, Math.ceil(cores(microseconds)));
  const streams = patients / points.patientsOfClinician.value;
  const gateways = replicas(points.gateway.value);
  const scorers = replicas(points.scoring.value);
  const clinicians = Math.max(replicas(points.clinician.value), Math.ceil(streams / points.streams.value));
  const postgresCores = Math.max(leastReplicas, Math.ceil(cores(points.postgres.value)));
  const written = peak * points.log.value * replicasOfLog;
  const brokers = Math.max(leastBrokers, Math.ceil(written / bytesASecondOfABroker));
  const logDays = topics.observations.keep.retentionHours / 24;
  const logGigabytes = (mean * secondsOfADay * logDays * points.log.value * replicasOfLog) / giga;
  const ofAYear = mean * secondsOfADay * daysOfAYear * points.lasting.value;
  const ofDays = mean * secondsOfADay * points.passingDays.value * points.passing.value;
  const databaseGigabytesAYear = (ofAYear + ofDays) / giga;
  const allCores = gateways + scorers + clinicians + postgresCores * replicasOfDatabase + brokers * coresOfABroker;
  const disk = logGigabytes + databaseGigabytesAYear * replicasOfDatabase;
  return {
    meanSetsASecond: mean,
    peakSetsASecond: peak,
    gateways,
    scorers,
    clinicians,
    partitions: Math.max(topics.observations.partitions, scorers),
    postgresCores,
    brokers,
    logGigabytes,
    databaseGigabytesAYear,
    scorerMegabytes: points.peakMemory.value + (patients * points.memoryOfPatient.value) / 1000 / scorers,
    brokerMegabytes: (patients * points.sessionMemory.value) / 1000,
    poundsAMonth: allCores * points.priceOfCore.value + disk * points.priceOfStorage.value,
  };
}
