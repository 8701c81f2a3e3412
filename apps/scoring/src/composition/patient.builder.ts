import {
  type News2Parameter,
  news2Chart,
  news2Parameters,
  type ObservationCode,
  observationOfParameter,
  type PathwayFile,
  type RuleBook,
  ruleBookOf,
} from '#libs/clinical';
import {
  derivedId,
  EventId,
  instant,
  MessageId,
  type MonitoringPlan,
  ObservationId,
  type ObservationSetRecorded,
  type ObservationValue,
  PatientId,
  PauseId,
  type SignalQuality,
  StayId,
  ThresholdId,
  WardId,
} from '#libs/contracts';

type Readings = Readonly<Partial<Record<News2Parameter | ObservationCode, ObservationValue>>>;

interface Circumstances {
  readonly delayMinutes?: number;
  readonly extra?: readonly ObservationCode[];
  readonly quality?: SignalQuality;
}

/** For tests: what comes by the log about one patient, told in minutes after noon. */
export class PatientBuilder {
  readonly id: PatientId;
  readonly #noonMs: number;
  #sets = 0;
  #plans = 0;

  /** @param name tells patients apart; the same name is the same patient. */
  constructor(name: string, noonMs: number = Date.UTC(2026, 10, 21, 12)) {
    this.id = PatientId.parse(derivedId('test-patient', name));
    this.#noonMs = noonMs;
  }

  ms(minutes: number): number {
    return this.#noonMs + minutes * 60_000;
  }

  minuteOf(time: string): number {
    return (Date.parse(time) - this.#noonMs) / 60_000;
  }

  /** A set of readings taken at a minute, and received then unless it was on its way for longer. */
  reads(minute: number, values: Readings, circumstances: Circumstances = {}): ObservationSetRecorded {
    const { delayMinutes = 0, extra = [], quality } = circumstances;
    const set = this.#set(minute + delayMinutes);
    const takenAt = instant(this.ms(minute));
    // The keys of the record are parameters and codes.
    const named = Object.entries(values) as [News2Parameter | ObservationCode, ObservationValue][];
    const readings = [
      ...named.map(([name, value]) => [isParameter(name) ? observationOfParameter[name] : name, value] as const),
      ...extra.map((code) => [code, 1] as const),
    ];
    return {
      ...set,
      observations: readings.map(([code, value]) => ({
        // The same for two patients to whom the same happens, so that what happens to them compares.
        id: ObservationId.parse(derivedId('test-observation', set.messageId, code)),
        code,
        value,
        takenAt,
        ...(quality === undefined ? {} : { quality }),
      })),
    };
  }

  /** A set that takes readings of another back, all of them unless codes are named. */
  retracts(
    minute: number,
    { observations }: ObservationSetRecorded,
    codes: readonly ObservationCode[] = observations.map(({ code }) => code),
  ): ObservationSetRecorded {
    const retracts = observations
      .filter(({ code }) => codes.includes(code))
      .map(({ id, code, takenAt }) => ({ observationId: id, code, takenAt, reason: 'It was somebody else.' }));
    return { ...this.#set(minute), source: 'clinician', retracts };
  }

  /** The next revision of the patient's plan: on a ward, nothing prescribed and nothing excluded, unless told otherwise. */
  plan(minute: number, changes: Partial<MonitoringPlan> = {}): MonitoringPlan {
    this.#plans += 1;
    const changedAt = instant(this.ms(minute));
    return {
      patientId: this.id,
      revision: this.#plans,
      stay: this.stay(minute),
      oxygenScale: null,
      exclusion: null,
      scoredFrom: null,
      ruleSet: { id: 'general', version: 1 },
      monitoring: 'intermittent',
      validityMinutes: {},
      dueEveryMinutes: {},
      thresholds: [],
      ceilingOfCare: null,
      pauses: [],
      latenessHours: 24,
      measures: [],
      changedAt,
      ...changes,
    };
  }

  /** The patient's stay. Another name is another stay. */
  stay(admittedMinute: number, name = 'the first'): NonNullable<MonitoringPlan['stay']> {
    return {
      stayId: StayId.parse(derivedId('test-stay', this.id, name)),
      wardId: WardId.parse(derivedId('test-ward', 'one')),
      pathway: 'general',
      admittedAt: instant(this.ms(admittedMinute)),
    };
  }

  /** A prescription of scale 2 from one minute until another. */
  scale2(fromMinute: number, reviewMinute: number): MonitoringPlan['oxygenScale'] {
    return {
      scale: 2,
      prescribedBy: 'a prescriber',
      reason: 'hypercapnic respiratory failure',
      prescribedAt: instant(this.ms(fromMinute)),
      reviewAt: instant(this.ms(reviewMinute)),
    };
  }

  /** A personal limit above which a code alerts at the medium tier. */
  limit(code: ObservationCode, limit: number, reviewMinute: number): MonitoringPlan['thresholds'][number] {
    return {
      effect: 'alert',
      id: ThresholdId.parse(derivedId('test-threshold', this.id, code)),
      code,
      direction: 'above',
      limit,
      tier: 'medium',
      decidedBy: 'a clinician',
      reason: 'for the test',
      decidedAt: instant(this.ms(0)),
      reviewAt: instant(this.ms(reviewMinute)),
    };
  }

  pause(fromMinute: number, untilMinute: number): MonitoringPlan['pauses'][number] {
    return {
      id: PauseId.parse(derivedId('test-pause', this.id, String(fromMinute))),
      reason: 'asleep',
      from: instant(this.ms(fromMinute)),
      until: instant(this.ms(untilMinute)),
      decidedBy: 'a clinician',
    };
  }

  #set(receivedMinute: number): ObservationSetRecorded {
    this.#sets += 1;
    const messageId = MessageId.parse(`message-${String(this.#sets)}`);
    return {
      id: EventId.parse(derivedId('test-set', this.id, messageId)),
      patientId: this.id,
      messageId,
      source: 'device',
      receivedAt: instant(this.ms(receivedMinute)),
      observations: [],
    };
  }
}

function isParameter(name: News2Parameter | ObservationCode): name is News2Parameter {
  return news2Parameters.some((parameter) => parameter === name);
}

/** A complete set of values that scores 0. */
export const wellValues = {
  respirationRate: 16,
  oxygenSaturation: 97,
  supplementalOxygen: false,
  systolicPressure: 120,
  pulseRate: 70,
  consciousness: 'A',
  temperature: 37,
} as const;

/** Values that score 9: the high tier. */
export const shockedValues = { ...wellValues, pulseRate: 134, systolicPressure: 85, respirationRate: 26 } as const;

const general = {
  kind: 'pathway',
  id: 'general',
  version: 1,
  title: 'General',
  source: 'made up for tests',
  chart: 'news2-2017',
  exclusion: null,
  measures: [
    { code: 'pulse-rate', everyMinutes: null },
    { code: 'body-weight', everyMinutes: null },
    { code: 'blood-glucose', everyMinutes: null, validForMinutes: 240 },
  ],
  dueByScore: false,
  quality: {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 5,
  },
  ladder: [
    { rung: 'ask-device', afterMinutes: 15 },
    { rung: 'ask-patient', afterMinutes: 30 },
    { rung: 'task', afterMinutes: 60 },
    { rung: 'welfare-check', afterMinutes: 120 },
  ],
  thresholds: [
    { id: 'glucose-low', code: 'blood-glucose', direction: 'below', limit: 4, tier: 'medium', reason: 'hypoglycaemia' },
  ],
  trends: [
    {
      id: 'weight-gain',
      kind: 'change',
      code: 'body-weight',
      direction: 'rise',
      by: 2,
      withinHours: 72,
      tier: 'medium',
      reason: 'fluid',
    },
  ],
  escalation: { alertAtMost: 'high' },
} satisfies PathwayFile;

/** NEWS2 and one pathway, in which nothing is waited for unless a plan says how often. */
export function testRules(changes: Partial<PathwayFile> = {}): RuleBook {
  const files = [news2Chart.file, general, { ...general, ...hourly, ...changes }];
  return ruleBookOf(files.map((json) => ({ name: `${json.id}.json`, json })));
}

/** Where a pulse is due each hour. */
const hourly = {
  id: 'hourly',
  measures: [{ code: 'pulse-rate' as const, everyMinutes: 60 }],
  thresholds: [],
  trends: [],
};
