import { type AwaitedCode, nextDueOf, type ObservationCode } from '#libs/clinical';
import { PatientFixture, shocked, well } from '#libs/fixtures';
import { scoreOfComposition } from './composition.ts';
import { atMinute, dueByScore, minuteOf, RecordedHistory } from './recorded-history.harness.ts';
import { scoreEvent } from './score-event.ts';

const patient = new PatientFixture();
const awaited: readonly ObservationCode[] = ['pulse-rate', 'temperature', 'consciousness'];
const halfADay = 720;
/** What was measured again, and puts the patient into the high tier. */
const { temperature: _t, consciousness: _c, ...sickly } = shocked;
/** Of the ladder of the rules of the tests. */
const firstRungMinutes = dueByScore.newest('general')?.file.ladder[0]?.afterMinutes ?? 0;

describe('What a score says of how soon the next readings are asked for', () => {
  it('names every code that the ladder of silence waits for at that minute, whenever each was taken', () => {
    const history = new RecordedHistory(patient.patientId);
    const everyHalfDay = Object.fromEntries(awaited.map((code) => [code, halfADay]));
    history.follows(patient.plan(0, { dueEveryMinutes: everyHalfDay }));
    const set = patient.reads(1, well);
    history.takes(set, patient.reads(91, sickly));
    const point = history.history.scores.at(-1);
    if (point === undefined) throw new TypeError('There is no score.');
    const score = scoreEvent(point, { patientId: patient.patientId, revision: 1, late: false, cause: set });

    const { monitorEveryMinutes } = scoreOfComposition(point.composition);
    expect(score.asked?.map(({ code }) => code)).toEqual(['consciousness', 'temperature']);
    const due = nextDueOf(
      awaited.map((code): AwaitedCode => {
        const again = score.asked?.find((asked) => asked.code === code);
        const [takenAtMs, fromMs] = [Date.parse(again?.takenAt ?? score.at), Date.parse(again?.from ?? score.at)];
        const nextWithinMinutes = again?.everyMinutes ?? monitorEveryMinutes;
        return { code, everyMinutes: halfADay, nextWithinMinutes, askedFromMs: fromMs, lastTakenAtMs: takenAtMs };
      }),
      { watchedFromMs: atMinute(0), pauses: [] },
    );
    history.untilMinute(400);
    const [first] = history.requests;
    expect(first).toEqual([
      minuteOf(due?.atMs ?? 0) + firstRungMinutes,
      'device',
      'overdue',
      due?.codes.toSorted().join(' '),
    ]);
    expect(due?.codes).toHaveLength(awaited.length);
  });
});
