import { instant, MeasurementRequest } from '#libs/contracts';
import { addressees, type HeldDevice, newestOfEach } from './request-addressees.ts';

const at = instant(Date.UTC(2026, 10, 21, 8, 30));
const request = (over: object = {}): MeasurementRequest =>
  MeasurementRequest.parse({
    id: '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10',
    revision: 1,
    state: 'asked',
    patientId: '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a11',
    stayId: '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a12',
    asks: 'device',
    deviceId: null,
    codes: ['oxygen-saturation'],
    why: 'poor-signal',
    words: 'Please hold still and measure once more.',
    at,
    expiresAt: instant(Date.UTC(2026, 10, 21, 8, 40)),
    receivedAt: at,
    ...over,
  });
const device = (deviceId: string, kind: HeldDevice['kind']): HeldDevice => ({ deviceId, gatewayId: 'gw-1', kind });

const watch = device('watch', 'wearable');
const oximeter = device('oximeter', 'pulse-oximeter');
const cuff = device('cuff', 'blood-pressure-cuff');
const tablet = device('tablet', 'tablet');
const old = device('old', 'other');

const asked = (over: object, held: readonly HeldDevice[]) =>
  addressees(request(over), held).map(({ device: { deviceId }, message: { asks, codes } }) =>
    [deviceId, asks, ...codes].join(' '),
  );

describe('Whom a request to measure goes to', () => {
  it('goes to every device that can measure it, each for what it can', () => {
    const codes = ['oxygen-saturation', 'systolic-pressure', 'pulse-rate'];
    expect(asked({ codes }, [watch, oximeter, cuff, tablet])).toEqual([
      'watch device oxygen-saturation pulse-rate',
      'oximeter device oxygen-saturation pulse-rate',
      'cuff device systolic-pressure pulse-rate',
    ]);
  });

  it.each([
    ['pulse-oximeter', 'oxygen-saturation'],
    ['blood-pressure-cuff', 'diastolic-pressure'],
    ['thermometer', 'temperature'],
    ['wearable', 'respiration-rate'],
    ['scales', 'body-weight'],
    ['glucose-meter', 'blood-glucose'],
    ['peak-flow-meter', 'peak-flow'],
  ] as const)('knows that a %s measures %s', (kind, code) => {
    expect(asked({ codes: [code] }, [device('it', kind), tablet])).toEqual([`it device ${code}`]);
  });

  it('goes to what a person looks at where no device can measure it', () => {
    expect(asked({ codes: ['consciousness'] }, [watch, cuff, tablet, old])).toEqual(['tablet patient consciousness']);
  });

  it('goes there, too, for what no device can measure of several', () => {
    const codes = ['oxygen-saturation', 'blood-glucose'];
    expect(asked({ codes }, [oximeter, tablet, old])).toEqual([
      'oximeter device oxygen-saturation',
      'tablet patient blood-glucose',
    ]);
    expect(asked({ codes }, [oximeter, old])).toEqual([
      'oximeter device oxygen-saturation',
      'old patient blood-glucose',
    ]);
    expect(asked({ codes }, [oximeter])).toEqual(['oximeter device oxygen-saturation']);
  });

  it('asks the person on tablets and hubs alone', () => {
    expect(asked({ asks: 'patient' }, [watch, tablet, device('hub', 'hub')])).toEqual([
      'tablet patient oxygen-saturation',
      'hub patient oxygen-saturation',
    ]);
  });

  it('tries devices of an unknown kind only when there is nothing else', () => {
    expect(asked({}, [cuff, old, device('toy', 'other')])).toEqual([
      'old patient oxygen-saturation',
      'toy patient oxygen-saturation',
    ]);
    expect(asked({}, [cuff])).toEqual([]);
    expect(asked({}, [])).toEqual([]);
  });

  it('goes to the device that is named, unless the patient has it no more', () => {
    expect(asked({ deviceId: 'oximeter' }, [watch, oximeter])).toEqual(['oximeter device oxygen-saturation']);
    expect(asked({ deviceId: 'oximeter' }, [watch])).toEqual(['watch device oxygen-saturation']);
  });

  it('says what is asked, why, and until when', () => {
    expect(addressees(request(), [oximeter])[0]?.message).toEqual({
      requestId: '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10',
      asks: 'device',
      codes: ['oxygen-saturation'],
      why: 'poor-signal',
      words: 'Please hold still and measure once more.',
      requestedAt: at,
      expiresAt: '2026-11-21T08:40:00.000Z',
    });
  });

  it('goes by the newest word on each request', () => {
    const other = request({ id: '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a13' });
    const answered = request({ revision: 2, state: 'answered' });
    expect(newestOfEach([request(), other, answered])).toEqual([answered, other]);
    expect(newestOfEach([answered, request()])).toEqual([answered]);
  });
});
