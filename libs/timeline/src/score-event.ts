import { instant, type PatientId, type Score, scoreId } from '#libs/contracts';
import { type Composition, scoreOfComposition } from './composition.ts';
import type { Cause } from './reading.ts';
import type { ScorePoint } from './score-point.ts';

/** A score as it is published. */
export function scoreEvent(
  { atMs, because, composition }: ScorePoint,
  facts: {
    readonly patientId: PatientId;
    readonly revision: number;
    readonly late: boolean;
    readonly cause: Cause;
  },
): Score {
  const at = timeOf(composition, atMs);
  const { missing, components, monitorEveryMinutes: _every, ...score } = scoreOfComposition(composition);
  return {
    id: scoreId(facts.patientId, at),
    revision: facts.revision,
    patientId: facts.patientId,
    at,
    ...score,
    missing: [...missing],
    agedOut: agedOutOf(composition),
    ...doubtfulOf(composition),
    scalePrescription: prescriptionOf(composition),
    components,
    late: facts.late,
    because,
    withdrawn: false,
    pathway: composition.pathway,
    inputs: inputsOf(composition),
    ...askedOf(composition),
    causedBy: facts.cause.id,
    receivedAt: facts.cause.receivedAt,
  };
}

/** Where a reading was taken at that time, its text for the time spares writing it anew for every score. */
function timeOf({ newest }: Composition, atMs: number): Score['at'] {
  return newest.find((reading) => reading?.takenAtMs === atMs)?.takenAt ?? instant(atMs);
}

function inputsOf({ atMs, chart, newest, valid }: Composition): Score['inputs'] {
  const inputs: Score['inputs'] = [];
  newest.forEach((reading, index) => {
    const parameter = chart.names[index];
    if (reading === undefined || parameter === undefined || (valid & (1 << index)) === 0) return;
    const { code, observationId, value, takenAt, takenAtMs, quality, correctedBy, deviceId, beside } = reading;
    const ageSeconds = Math.floor((atMs - takenAtMs) / 1000);
    const input = { parameter, code, observationId, value, takenAt, ageSeconds };
    inputs.push({
      ...input,
      ...(quality === undefined ? {} : { quality }),
      ...(correctedBy === undefined ? {} : { correctedBy }),
      ...(beside.length === 0 || deviceId === undefined ? {} : { deviceId }),
      ...(beside.length === 0 ? {} : { beside: beside.map((one) => ({ ...one })) }),
    });
  });
  return inputs;
}

/** How soon the next of each is asked for whose newest was taken before: of those of now, the score itself says it. */
function askedOf({ atMs, newest }: Composition): Pick<Score, 'asked'> {
  const asked = newest.flatMap((reading): NonNullable<Score['asked']> => {
    if (reading === undefined || reading.asked === null || reading.takenAtMs === atMs) return [];
    const { code, takenAt } = reading;
    const { everyMinutes, fromMs } = reading.asked;
    return [{ code, takenAt, everyMinutes, from: fromMs === reading.takenAtMs ? takenAt : instant(fromMs) }];
  });
  return asked.length === 0 ? {} : { asked };
}

function agedOutOf({ chart, newest, valid }: Composition): Score['agedOut'] {
  const agedOut: Score['agedOut'] = [];
  newest.forEach((reading, index) => {
    const parameter = chart.names[index];
    if (reading === undefined || parameter === undefined || (valid & (1 << index)) !== 0) return;
    if (reading.doubt !== undefined) return;
    agedOut.push({ parameter, takenAt: reading.takenAt });
  });
  return agedOut;
}

function doubtfulOf({ chart, newest }: Composition): Pick<Score, 'doubtful'> {
  const doubtful = newest.flatMap((reading, index) => {
    const parameter = chart.names[index];
    if (reading?.doubt === undefined || parameter === undefined) return [];
    const { code, takenAt, doubt: because, value } = reading;
    return [{ parameter, code, takenAt, because, found: String(value) }];
  });
  return doubtful.length === 0 ? {} : { doubtful };
}

function prescriptionOf({ prescription }: Composition): Score['scalePrescription'] {
  if (prescription === undefined) return null;
  const { prescribedBy, prescribedAt, reviewAt, reason } = prescription;
  return { prescribedBy, prescribedAt, reviewAt, reason };
}
