import { type News2Parameter, news2Parameters, type ObservationCode, observationOfParameter } from '#libs/clinical';
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
  StayId,
  WardId,
} from '#libs/contracts';

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

  /** A set of readings taken at a minute, and received then unless it was on its way for longer. */
  reads(
    minute: number,
    values: Readonly<Partial<Record<News2Parameter, ObservationValue>>>,
    {
      delayMinutes = 0,
      extra = [],
    }: { readonly delayMinutes?: number; readonly extra?: readonly ObservationCode[] } = {},
  ): ObservationSetRecorded {
    this.#sets += 1;
    const message = `message-${String(this.#sets)}`;
    const takenAt = instant(this.ms(minute));
    const readings = [
      ...news2Parameters.flatMap((parameter) => {
        const value = values[parameter];
        return value === undefined ? [] : [[observationOfParameter[parameter], value] as const];
      }),
      ...extra.map((code) => [code, 1] as const),
    ];
    return {
      id: EventId.parse(derivedId('test-set', this.id, message)),
      patientId: this.id,
      messageId: MessageId.parse(message),
      source: 'device',
      receivedAt: instant(this.ms(minute + delayMinutes)),
      observations: readings.map(([code, value]) => ({
        id: ObservationId.parse(derivedId('test-observation', this.id, message, code)),
        code,
        value,
        takenAt,
      })),
    };
  }

  /** The next revision of the patient's plan: on a ward, nothing prescribed and nothing excluded, unless told otherwise. */
  plan(minute: number, changes: Partial<MonitoringPlan> = {}): MonitoringPlan {
    this.#plans += 1;
    const changedAt = instant(this.ms(minute));
    return {
      patientId: this.id,
      revision: this.#plans,
      stay: {
        stayId: StayId.parse(derivedId('test-stay', this.id)),
        wardId: WardId.parse(derivedId('test-ward', 'one')),
        pathway: 'acute-respiratory',
        admittedAt: changedAt,
      },
      oxygenScale: null,
      exclusion: null,
      validityMinutes: {},
      latenessHours: 24,
      measures: [],
      changedAt,
      ...changes,
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
