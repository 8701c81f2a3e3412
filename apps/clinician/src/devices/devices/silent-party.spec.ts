import { instant } from '#libs/contracts';
import { type HeldDevice, silenceOf, withSilence } from './silent-party.ts';

const now = instant(Date.parse('2026-11-22T12:00:00Z'));
const at = (time: string) => instant(Date.parse(time));
const online = { online: true, receivedAt: at('2026-11-22T11:00:00Z') };
const offline = { online: false, receivedAt: at('2026-11-22T09:10:00Z') };
const battery = { receivedAt: at('2026-11-22T10:30:00Z') };
const cuff = (status: HeldDevice['status']): HeldDevice => ({ kind: 'blood-pressure-cuff', status });
const oximeter = (status: HeldDevice['status']): HeldDevice => ({ kind: 'pulse-oximeter', status });

describe('Who is silent', () => {
  it.each<[claim: string, devices: readonly HeldDevice[], party: string, words: string]>([
    [
      'the device, once it said that it went offline',
      [cuff(offline)],
      'device',
      'the device has been offline since 09:10',
    ],
    [
      'the patient, while the device is online',
      [cuff(online)],
      'patient',
      'the device is online: no reading has been taken',
    ],
    ['nobody can tell without a device', [], 'unknown', 'the patient has no device'],
    [
      'nobody can tell of a device that says nothing',
      [cuff(null)],
      'unknown',
      'the device has never said whether it is online',
    ],
    [
      'nobody can tell of a device that told of its battery alone',
      [cuff(battery)],
      'unknown',
      'the device was last heard of at 10:30',
    ],
    [
      'the devices, once all of them went offline: since the last did',
      [cuff(offline), oximeter({ online: false, receivedAt: at('2026-11-22T10:00:00Z') })],
      'device',
      'the devices have been offline since 10:00',
    ],
    [
      'the patient, while any device is online',
      [cuff(offline), oximeter(online)],
      'patient',
      'a device is online: no reading has been taken',
    ],
    [
      'nobody can tell where one went offline and another says nothing',
      [cuff(offline), oximeter(null)],
      'unknown',
      'the devices were last heard of at 09:10',
    ],
  ])('%s', (_claim, devices, party, words) => {
    expect(silenceOf(devices, [], now)).toEqual({ party, words });
  });

  it('is asked of the devices that can measure what is missing', () => {
    const devices = [cuff(offline), oximeter(online)];
    expect(silenceOf(devices, ['systolic-pressure'], now).party).toBe('device');
    expect(silenceOf(devices, ['oxygen-saturation'], now).party).toBe('patient');
    expect(silenceOf([...devices, { kind: 'wearable', status: online }], ['systolic-pressure'], now).party).toBe(
      'patient',
    );
  });

  it('is asked of every device where none of a known kind measures what is missing', () => {
    expect(silenceOf([cuff(offline)], ['temperature'], now).party).toBe('device');
  });

  it('is told in the time of the United Kingdom, with the day where it is another', () => {
    const summer = instant(Date.parse('2026-07-02T07:00:00Z'));
    const went = cuff({ online: false, receivedAt: at('2026-07-01T21:30:00Z') });
    expect(silenceOf([went], [], summer).words).toBe('the device has been offline since 22:30 on 1 July');
  });

  it('stands after the words about what is missing', () => {
    const silence = { party: 'unknown', words: 'the patient has no device' } as const;
    expect(withSilence('Nothing for 6 h', silence)).toBe('Nothing for 6 h; the patient has no device');
    expect(withSilence('Nothing for 6 h.', silence)).toBe('Nothing for 6 h; the patient has no device.');
  });
});
