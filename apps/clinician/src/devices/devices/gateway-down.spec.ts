import { GatewayId, instant, PatientId } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { decideGateway, type DeviceBehind, isUpAgain, patientsBehind } from './gateway-down.ts';

const at = (time: string) => instant(Date.parse(`2026-07-02T${time}:00Z`));
const [ada, bea, cyd] = [randomUUID(), randomUUID(), randomUUID()].map((id) => PatientId.parse(id));
const device = (online: boolean | null, heardAt: string | null, patientId = ada): DeviceBehind => {
  if (patientId === undefined) throw new TypeError('There are three patients.');
  return { patientId, online, lastHeardAt: heardAt === null ? null : at(heardAt) };
};
const silentSince = at('12:00');

describe('A gateway', () => {
  it.each([
    [
      'is down when all devices said that they went offline',
      [device(false, '09:00'), device(false, '09:01')],
      null,
      'said-offline',
    ],
    ['is down when its one device said that it went offline', [device(false, '09:00')], null, 'said-offline'],
    ['is up when one device is heard', [device(false, '09:00'), device(true, '11:50')], '12:00', 'heard'],
    [
      'is down when no device has been heard, and others are',
      [device(true, '09:00'), device(null, null)],
      '11:59',
      'not-heard',
    ],
    [
      'is down when some said so and the rest is not heard',
      [device(false, '11:50'), device(true, '09:00')],
      '11:59',
      'not-heard',
    ],
    ['is not blamed for one device that is not heard', [device(true, '09:00')], '11:59', 'one-device-quiet'],
    [
      'is not blamed when no others are heard either',
      [device(true, '09:00'), device(true, '09:00')],
      '09:01',
      'others-not-heard',
    ],
    [
      'is not blamed when there are no others',
      [device(true, '09:00'), device(true, '09:00')],
      null,
      'others-not-heard',
    ],
    [
      'is not blamed for devices that were heard just before the silence',
      [device(true, '11:46'), device(true, '11:46')],
      '12:00',
      'heard',
    ],
    ['is not down with no patient behind it', [], '11:59', 'no-devices'],
  ])('%s', (_claim, devices, others, because) => {
    const othersHeardAt = others === null ? null : at(others);
    expect(decideGateway({ devices, othersHeardAt }, silentSince).because).toBe(because);
  });

  it('is down since its devices were last heard', () => {
    const devices = [device(false, '09:00'), device(false, '09:03'), device(false, null)];
    expect(decideGateway({ devices, othersHeardAt: null }, silentSince)).toMatchObject({ since: at('09:03') });
    expect(decideGateway({ devices: [device(false, null)], othersHeardAt: null }, silentSince)).toMatchObject({
      since: silentSince,
    });
  });

  it.each([
    ['a device is heard', [device(true, '12:31'), device(false, '09:00')], true],
    ['a device says something else of itself', [device(null, '12:31')], true],
    ['a device was heard only before', [device(true, '12:29')], false],
    ['a device says again that it is offline', [device(false, '12:31')], false],
    ['no patient has a device behind it any more', [], true],
  ])('that was down: is it up again when %s?', (_claim, devices, expected) => {
    expect(isUpAgain({ devices }, at('12:30'))).toBe(expected);
  });

  it('that is down mutes the patients all of whose devices are behind such a one', () => {
    const [north, south] = [GatewayId.parse('north'), GatewayId.parse('south')];
    const gateways = [
      {
        gatewayId: north,
        name: 'North',
        othersHeardAt: null,
        devices: [device(false, null, ada), device(false, null, bea)],
      },
      {
        gatewayId: south,
        name: 'South',
        othersHeardAt: null,
        devices: [device(true, '12:00', bea), device(true, '12:00', cyd)],
      },
    ];
    expect([...patientsBehind(gateways, new Map([[north, 'n']]))]).toEqual([[ada, 'n']]);
    expect([...patientsBehind(gateways.toReversed(), new Map([[north, 'n']]))]).toEqual([[ada, 'n']]);
    const both = new Map([
      [north, 'n'],
      [south, 's'],
    ] as const);
    expect([...patientsBehind(gateways, both).keys()]).toEqual([ada, bea, cyd]);
  });
});
