import {
  type Alert,
  AlertId,
  DeviceId,
  EventId,
  instant,
  NoteId,
  NotificationId,
  PatientId,
  type Permission,
  ReferralId,
  type Stay,
  StayId,
  type Ward,
  WardId,
} from '#libs/contracts';
import type { LiveChange } from '../../commands/live-changes/live-change.ts';
import { reaches } from './live-frame.ts';
import { LiveEventsService } from './live-events.service.ts';
import { LivePatientEventsService } from './live-patient-events.service.ts';

const id = (digit: number): string => `3f333df6-90a4-4fda-8dd3-9485d27cee0${String(digit)}`;
const [here, there, elsewhere] = [id(1), id(2), id(3)].map((text) => WardId.parse(text)) as [WardId, WardId, WardId];
const [ada, grace] = [PatientId.parse(id(4)), PatientId.parse(id(5))];
const stayId = StayId.parse(id(6));
const alertId = AlertId.parse(id(7));
const technicalAlertId = EventId.parse(id(8));
const [adasDevice, inStock] = [DeviceId.parse('dev-ada'), DeviceId.parse('dev-stock')];
const quarantinedId = EventId.parse(id(9));
const noteId = NoteId.parse(id(0));
const notificationId = NotificationId.parse(id(9));
const referralId = ReferralId.parse(id(9));
const at = instant(Date.UTC(2026, 10, 22, 8));

/** Ada was moved from `here` to `there`; Grace is `elsewhere`. */
function service(): { readonly events: LiveEventsService; readonly scoresAskedFor: PatientId[] } {
  const scoresAskedFor: PatientId[] = [];
  const stay = { id: stayId, patientId: ada, wardId: there } as Stay;
  const chart = {
    scoreTexts: (asked: readonly { readonly patientId: PatientId }[]) => {
      scoresAskedFor.push(...asked.map(({ patientId }) => patientId));
      return Promise.resolve(asked.map(({ patientId }) => JSON.stringify({ patientId })));
    },
  };
  const stays = {
    openOf: () =>
      Promise.resolve(
        new Map<PatientId, Partial<Stay>>([
          [ada, stay],
          [grace, { patientId: grace, wardId: elsewhere }],
        ]),
      ),
    getMany: () => Promise.resolve(new Map([[stayId, stay]])),
    everyWardOf: () => Promise.resolve(new Map([[stayId, [here, there]]])),
  };
  const plans = { inForce: () => Promise.resolve(new Map([[ada, { plan: { patientId: ada } }]])) };
  const notes = { getMany: () => Promise.resolve(new Map([[noteId, { id: noteId }]])) };
  const flags = { getAll: () => Promise.resolve(new Map([[ada, { patientId: ada }]])) };
  const events = new LiveEventsService(
    new LivePatientEventsService(stays as never, chart as never, plans as never, notes as never, flags as never),
    stays as never,
    { getMany: () => Promise.resolve(new Map([[here, { id: here } as Ward]])) } as never,
    { getMany: () => Promise.resolve(new Map([[alertId, { id: alertId, wardId: there } as Alert]])) } as never,
    { getMany: () => Promise.resolve(new Map()) } as never,
    { getMany: () => Promise.resolve(new Map([[technicalAlertId, { id: technicalAlertId }]])) } as never,
    { getMany: () => Promise.resolve(new Map([[notificationId, { id: notificationId }]])) } as never,
    { getMany: () => Promise.resolve(new Map([[referralId, { id: referralId }]])) } as never,
  );
  return { events, scoresAskedFor };
}

const changes: readonly LiveChange[] = [
  { kind: 'score', patientId: ada, at },
  { kind: 'score', patientId: grace, at },
  { kind: 'stay', stayId },
  { kind: 'alert', alertId },
  { kind: 'technical-alert', technicalAlertId },
  { kind: 'plan', patientId: ada },
  { kind: 'plan', patientId: grace },
  { kind: 'ward', wardId: here },
  { kind: 'device', deviceId: adasDevice },
  { kind: 'device', deviceId: inStock },
  { kind: 'note', noteId, patientId: ada },
  { kind: 'quarantine', quarantinedId, deviceId: 'dev-ada', patientId: ada },
  { kind: 'quarantine', quarantinedId, deviceId: 'dev-unheard-of', patientId: null },
  { kind: 'notification', notificationId, personId: 'nurse-1' },
  { kind: 'referral', referralId, wardIds: [here, there] },
  { kind: 'referral', referralId, wardIds: [] },
  { kind: 'flags', patientId: ada },
];
const batch = { firstPosition: 11, lastPosition: 27, changes };

describe('What changed is sent', () => {
  it.each<[string, WardId | undefined, readonly number[]]>([
    [
      'to those who watch every ward, all of it',
      undefined,
      [11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27],
    ],
    ['to the ward that the patient is on', there, [11, 13, 14, 15, 16, 18, 21, 22, 24, 25, 27]],
    ['to the ward that the patient left, the stay and the referral alone', here, [13, 15, 18, 24, 25]],
    ['to another ward, of its own patient', elsewhere, [12, 15, 18, 24]],
  ])('%s, and a technical alert and a new ward to everybody', async (_claim, wardId, positions) => {
    const frames = await service().events.framesOf([batch], 10, new Set([wardId]));
    expect(frames.map(({ position }) => position)).toEqual(positions);
  });

  it('from just after a position on', async () => {
    const frames = await service().events.framesOf([batch], 13, new Set([undefined]));
    expect(frames.slice(0, 2).map(({ events }) => events)).toEqual([
      [`id: 14\nevent: alert\ndata: ${JSON.stringify({ id: alertId, wardId: there })}\n\n`],
      [`id: 15\nevent: technical-alert\ndata: ${JSON.stringify({ id: technicalAlertId })}\n\n`],
    ]);
  });

  it.each<[string, readonly Permission[], readonly number[]]>([
    [
      'devices and quarantine to those who may see them',
      ['view-patients', 'view-devices', 'view-quarantine'],
      [19, 20, 22, 23],
    ],
    ['neither of them to others', ['view-patients'], []],
  ])('%s', async (_claim, permissions, positions) => {
    const frames = await service().events.framesOf([batch], 10, new Set([undefined]));
    const sent = frames.filter((frame) =>
      reaches(frame, { wardId: undefined, personId: 'nurse-1', may: (permission) => permissions.includes(permission) }),
    );
    const restricted = sent.filter(({ permission }) => permission !== 'view-patients');
    expect(restricted.map(({ position }) => position)).toEqual(positions);
  });

  it.each([
    ['to the person whom it is for, whatever ward they watch', 'nurse-1', [24]],
    ['to no other person', 'nurse-2', []],
  ])('%s, a notification', async (_claim, personId, positions) => {
    const frames = await service().events.framesOf([batch], 23, new Set([elsewhere]));
    const sent = frames.filter((frame) => reaches(frame, { wardId: elsewhere, personId, may: () => true }));
    expect(sent.map(({ position }) => position)).toEqual(positions);
  });

  it('without looking up what no watched ward would be shown', async () => {
    const { events, scoresAskedFor } = service();
    await events.framesOf([batch], 10, new Set([elsewhere]));
    expect(scoresAskedFor).toEqual([grace]);
  });
});
