import { type Alert, AlertId, EventId, instant, NoteId, PatientId, type Stay, StayId, WardId } from '#libs/contracts';
import type { LiveChange } from '../../commands/live-changes/live-change.ts';
import { LiveEventsService } from './live-events.service.ts';

const id = (digit: number): string => `3f333df6-90a4-4fda-8dd3-9485d27cee0${String(digit)}`;
const [here, there, elsewhere] = [id(1), id(2), id(3)].map((text) => WardId.parse(text)) as [WardId, WardId, WardId];
const [ada, grace] = [PatientId.parse(id(4)), PatientId.parse(id(5))];
const stayId = StayId.parse(id(6));
const alertId = AlertId.parse(id(7));
const technicalAlertId = EventId.parse(id(8));
const noteId = NoteId.parse(id(9));
const at = instant(Date.UTC(2026, 10, 22, 8));

/** Ada was moved from `here` to `there`; Grace is `elsewhere`. */
function service(): { readonly events: LiveEventsService; readonly scoresAskedFor: PatientId[] } {
  const scoresAskedFor: PatientId[] = [];
  const stay = { id: stayId, patientId: ada, wardId: there } as Stay;
  const events = new LiveEventsService(
    {
      scoreTexts: (asked: readonly { readonly patientId: PatientId }[]) => {
        scoresAskedFor.push(...asked.map(({ patientId }) => patientId));
        return Promise.resolve(asked.map(({ patientId }) => JSON.stringify({ patientId })));
      },
    } as never,
    {
      openOf: () =>
        Promise.resolve(
          new Map<PatientId, Partial<Stay>>([
            [ada, stay],
            [grace, { patientId: grace, wardId: elsewhere }],
          ]),
        ),
      getMany: () => Promise.resolve(new Map([[stayId, stay]])),
      everyWardOf: () => Promise.resolve(new Map([[stayId, [here, there]]])),
    } as never,
    { getMany: () => Promise.resolve(new Map([[alertId, { id: alertId, wardId: there } as Alert]])) } as never,
    { getMany: () => Promise.resolve(new Map()) } as never,
    { getMany: () => Promise.resolve(new Map([[technicalAlertId, { id: technicalAlertId }]])) } as never,
    { getMany: () => Promise.resolve(new Map([[noteId, { id: noteId }]])) } as never,
  );
  return { events, scoresAskedFor };
}

const changes: readonly LiveChange[] = [
  { kind: 'score', patientId: ada, at },
  { kind: 'score', patientId: grace, at },
  { kind: 'stay', stayId },
  { kind: 'alert', alertId },
  { kind: 'technical-alert', technicalAlertId },
  { kind: 'note', noteId, patientId: ada },
];
const batch = { firstPosition: 11, lastPosition: 16, changes };

describe('What changed is sent', () => {
  it.each<[string, WardId | undefined, readonly number[]]>([
    ['to those who watch every ward, all of it', undefined, [11, 12, 13, 14, 15, 16]],
    ['to the ward that the patient is on', there, [11, 13, 14, 15, 16]],
    ['to the ward that the patient left, the stay alone', here, [13, 15]],
  ])('%s, and a technical alert to everybody', async (_claim, wardId, positions) => {
    const frames = await service().events.framesOf([batch], 10, new Set([wardId]));
    expect(frames.map(({ position }) => position)).toEqual(positions);
  });

  it('from just after a position on', async () => {
    const frames = await service().events.framesOf([batch], 13, new Set([undefined]));
    expect(frames.map(({ events }) => events)).toEqual([
      [`id: 14\nevent: alert\ndata: ${JSON.stringify({ id: alertId, wardId: there })}\n\n`],
      [`id: 15\nevent: technical-alert\ndata: ${JSON.stringify({ id: technicalAlertId })}\n\n`],
      [`id: 16\nevent: note\ndata: ${JSON.stringify({ id: noteId })}\n\n`],
    ]);
  });

  it('without looking up what no watched ward would be shown', async () => {
    const { events, scoresAskedFor } = service();
    await events.framesOf([batch], 10, new Set([elsewhere]));
    expect(scoresAskedFor).toEqual([grace]);
  });
});
