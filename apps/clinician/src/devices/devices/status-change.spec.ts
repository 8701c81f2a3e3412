import { instant } from '#libs/contracts';
import { isNotable } from './status-change.ts';

type Status = Parameters<typeof isNotable>[1];
const receivedAt = instant(Date.parse('2026-11-22T08:00:00Z'));

describe('Those who watch hear of a device', () => {
  it.each<[string, Omit<Status, 'receivedAt'> | null, Omit<Status, 'receivedAt'>, boolean]>([
    ['when it says something for the first time', null, {}, true],
    ['when it goes offline', { online: true }, { online: false }, true],
    ['when it comes back', { online: false }, { online: true }, true],
    ['when its battery falls below 20 %', { batteryPercent: 20 }, { batteryPercent: 19 }, true],
    ['when it has been charged', { batteryPercent: 3 }, { batteryPercent: 100 }, true],
    ['not when its battery is a little lower', { batteryPercent: 80 }, { batteryPercent: 21 }, false],
    ['not when its battery is low still', { batteryPercent: 19 }, { batteryPercent: 5 }, false],
    ['not when a status leaves out what the one before it said', { online: true, batteryPercent: 5 }, {}, false],
    [
      'not when only its signal changes',
      { online: true, signalStrength: 1 },
      { online: true, signalStrength: 0 },
      false,
    ],
  ])('%s', (_claim, before, after, heard) => {
    expect(isNotable(before && { ...before, receivedAt }, { ...after, receivedAt })).toBe(heard);
  });
});
