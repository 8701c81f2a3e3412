import { checkReading, type News2Values, scoreNews2 } from '#libs/clinical';
import { EventId, isNhsNumber, NewPatient, ObservationMessage, Reading, StatusMessage } from '#libs/contracts';
import fc from 'fast-check';
import { courseOf, dyingAtHome, forgetful, heartFailure, preEclampsia, silentWatch } from './courses.ts';
import { coldHands, stableCopd, worseningPneumonia } from './respiratory-courses.ts';
import type { CourseOfIllness, Signs } from './course-of-illness.ts';
import { signsAt } from './physiology.ts';
import { normal, uniform, wandering } from './seeded-noise.ts';
import { answersTo } from './request-answers.ts';
import { hubMessagesBetween, messagesBetween, payloadOf } from './simulated-messages.ts';
import { type SimulatedPatient, simulatedPatients } from './simulated-patient.ts';
import { hourAt, instantOf } from './simulated-time.ts';

const now = new Date('2026-11-22T08:00:00Z');
const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);
const quarterHours = (from: number, to: number) =>
  Array.from({ length: (to - from) * 4 }, (_, step) => from + step / 4);

const patientWith = (course: CourseOfIllness, seed: number): SimulatedPatient => {
  const found = simulatedPatients({ patients: 8, seed, now }).find((patient) => patient.course === course);
  if (found === undefined) throw new Error(`None of the first eight has ${course.name}.`);
  return found;
};

const charted = (signs: Signs): News2Values => ({
  respirationRate: Math.round(signs.respirationRate),
  oxygenSaturation: Math.round(signs.oxygenSaturation),
  supplementalOxygen: signs.oxygenFlow,
  systolicPressure: Math.round(signs.systolicPressure),
  pulseRate: Math.round(signs.pulseRate),
  consciousness: signs.consciousness,
  temperature: Math.round(signs.temperature * 10) / 10,
});

describe('Chance in the simulation', () => {
  it('repeats itself for the same seed and differs for another', () => {
    expect(uniform(1, 'a')).toBe(uniform(1, 'a'));
    expect(uniform(1, 'a')).not.toBe(uniform(2, 'a'));
  });

  it('is spread evenly, and normally with mean 0 and deviation 1', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => index);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(many.map((index) => uniform('even', index)))).toBeCloseTo(0.5, 1);
    const normals = many.map((index) => normal('bell', index));
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });

  it('wanders without jumping', () => {
    for (let at = 0; at < 20; at += 0.01) {
      expect(Math.abs(wandering(at + 0.01, 1, 'slow') - wandering(at, 1, 'slow'))).toBeLessThan(0.15);
    }
  });
});

describe('A simulated patient', () => {
  it('is the same person with the same illness for the same seed', () => {
    const once = simulatedPatients({ patients: 30, seed: 7, now });
    expect(simulatedPatients({ patients: 30, seed: 7, now })).toEqual(once);
    expect(simulatedPatients({ patients: 30, seed: 8, now })).not.toEqual(once);
    expect(simulatedPatients({ patients: 12, seed: 7, now })).toEqual(once.slice(0, 12));
  });

  it('has an NHS number of the range for tests, and no one else has it', () => {
    const people = simulatedPatients({ patients: 2000, seed: 3, now }).map(({ person }) => NewPatient.parse(person));
    for (const { nhsNumber } of people) expect([nhsNumber.slice(0, 3), isNhsNumber(nhsNumber)]).toEqual(['999', true]);
    expect(new Set(people.map(({ nhsNumber }) => nhsNumber)).size).toBe(2000);
  });

  it('shows the same signs at the same hour, whatever was looked at before', () => {
    const patient = patientWith(worseningPneumonia, 1);
    const alone = signsAt(patient, 6.5);
    for (const hour of quarterHours(0, 12)) signsAt(patient, hour);
    expect(signsAt(patient, 6.5)).toEqual(alone);
  });

  it('never shows a sign that no living person has, and breathes no faster from one minute to the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer(),
        fc.double({ min: 0, max: 400, noNaN: true }),
        (index, seed, hour) => {
          const patient = simulatedPatients({ patients: 10, seed, now })[index];
          if (patient === undefined) throw new Error('ten were asked for');
          const signs = signsAt(patient, hour);
          expect(signs.diastolicPressure).toBeLessThan(signs.systolicPressure);
          expect(Math.abs(signsAt(patient, hour + 1 / 60).respirationRate - signs.respirationRate)).toBeLessThan(4);
        },
      ),
    );
  });
});

describe('The worsening pneumonia', () => {
  it.each(seeds)('begins low and is high within an hour and a half of the demo (seed %d)', (seed) => {
    const patient = patientWith(worseningPneumonia, seed);
    const scores = (hours: readonly number[]) =>
      hours.map((hour) => scoreNews2(charted(signsAt(patient, hour)), { scale: 1 }));
    expect(scores([0]).map(({ tier }) => tier)).toEqual(['low']);
    for (const { total } of scores(quarterHours(8, 12))) expect(total).toBeGreaterThanOrEqual(7);
    expect(Math.max(...scores(quarterHours(6, 8)).map(({ min }) => min))).toBeGreaterThanOrEqual(7);
  });

  it('gets better once it is treated', () => {
    const patient = patientWith(worseningPneumonia, 1);
    expect(scoreNews2(charted(signsAt(patient, 44)), { scale: 1 }).tier).toBe('low');
  });
});

describe('The stable COPD', () => {
  it.each(seeds)('stays low on scale 2 for two days, where scale 1 would alert all the time (seed %d)', (seed) => {
    const patient = patientWith(stableCopd, seed);
    const everyQuarter = quarterHours(0, 48).map((hour) => charted(signsAt(patient, hour)));
    const saturations = everyQuarter.map(({ oxygenSaturation }) => oxygenSaturation ?? 0);
    expect([Math.min(...saturations) >= 88, Math.max(...saturations) <= 92]).toEqual([true, true]);
    const tiersOn = (scale: 1 | 2) => new Set(everyQuarter.map((values) => scoreNews2(values, { scale }).tier));
    expect(tiersOn(2)).toEqual(new Set(['low']));
    expect(tiersOn(1)).not.toContain('low');
  });
});

describe('The heart failure', () => {
  it.each(seeds.slice(0, 10))('gains more than two kilograms in three days (seed %d)', (seed) => {
    const patient = patientWith(heartFailure, seed);
    const weights = messagesBetween(patient, { from: 0, to: 73 })
      .filter(({ device }) => device.name === 'scales')
      .map(({ hour }) => signsAt(patient, hour).bodyWeight);
    expect(weights.length).toBeGreaterThanOrEqual(9);
    expect((weights.at(-1) ?? 0) - (weights[0] ?? 0)).toBeGreaterThan(2);
  });
});

describe('The watch that falls silent', () => {
  it('sends every few minutes, then nothing, while the rest of the home goes on', () => {
    const patient = patientWith(silentWatch, 1);
    const sentBetween = (from: number, to: number, name: string) =>
      messagesBetween(patient, { from, to }).filter(({ device }) => device.name === name).length;
    expect(sentBetween(0, 7, 'watch')).toBeGreaterThan(80);
    expect(sentBetween(7, 30, 'watch')).toBe(0);
    expect(sentBetween(7, 30, 'cuff')).toBeGreaterThan(2);
    expect(sentBetween(30, 31, 'watch')).toBeGreaterThan(10);
  });
});

describe('The hub of a watch that falls silent', () => {
  it('says once that the watch is lost and once that it is back, however the hours are cut', () => {
    const patient = patientWith(silentWatch, 1);
    const said = quarterHours(0, 96)
      .flatMap((from) => hubMessagesBetween(patient, { from, to: from + 0.25 }))
      .map((message) => [message.hour, payloadOf(message, { run: '1', deviceId: 'watch', takenAt: now })]);
    expect(said).toEqual([
      [7, { online: false }],
      [30, { online: true }],
      [55, { online: false }],
      [78, { online: true }],
    ]);
  });
});

describe('The cold hands', () => {
  it.each(seeds)(
    'show a saturation that would alert and is not to be trusted, and nothing is wrong (seed %d)',
    (seed) => {
      const patient = patientWith(coldHands, seed);
      const saturations = messagesBetween(patient, { from: 5, to: 8 })
        .filter(({ device, channel }) => device.name === 'watch' && channel === 'observations')
        .map((message) => {
          const { readings } = ObservationMessage.parse(
            payloadOf(message, { run: '1', deviceId: 'watch', takenAt: now }),
          );
          const found = readings
            .map((reading) => Reading.parse(reading))
            .find(({ code }) => code === 'oxygen-saturation');
          return { hour: message.hour, value: Number(found?.value), motion: found?.quality?.motion };
        });
      const isPoor = ({ hour }: { hour: number }) => hour >= 6.5 && hour < 7;
      const [poor, good] = [saturations.filter(isPoor), saturations.filter((one) => !isPoor(one))];
      expect(poor.length).toBeGreaterThan(3);
      for (const { value, motion } of poor) expect([value <= 88, motion]).toEqual([true, 0.9]);
      for (const { value, motion } of good) expect([value >= 96, motion]).toEqual([true, undefined]);
    },
  );
});

describe('A home that is asked to measure', () => {
  const requestId = EventId.parse('7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10');
  const asking = (course: CourseOfIllness, name: string, request: object, hour: number) => {
    const patient = patientWith(course, 1);
    const device = patient.course.devices.find((one) => one.name === name);
    if (device === undefined) throw new Error(`${course.name} has no ${name}`);
    return answersTo(
      { requestId, asks: 'device', codes: ['oxygen-saturation'], ...request },
      { patient, device },
      hour,
    ).map((message) => {
      const on = { run: '1', deviceId: message.device.name, takenAt: now };
      const { messageId, readings } = ObservationMessage.parse(payloadOf(message, on));
      return { messageId, device: message.device.name, readings: readings.map((reading) => Reading.parse(reading)) };
    });
  };

  it('measures with care what was asked for, where the reading was poor', () => {
    const [answer] = asking(coldHands, 'watch', {}, 6.6);
    expect(answer?.readings.map(({ code }) => code)).toEqual(['oxygen-saturation']);
    expect(answer?.readings[0]?.value).toBeGreaterThanOrEqual(96);
    expect(answer?.readings[0]?.quality).toMatchObject({ perfusionIndex: expect.any(Number) });
    expect(asking(coldHands, 'watch', {}, 6.65)[0]?.messageId).toBe(answer?.messageId);
  });

  it('takes up what it had forgotten once the person is asked, and not before', () => {
    const codes = ['temperature', 'systolic-pressure', 'consciousness'];
    expect(asking(forgetful, 'thermometer', { codes }, 5)).toEqual([]);
    const answers = asking(forgetful, 'tablet', { asks: 'patient', codes }, 5);
    expect(answers.map(({ device, readings }) => [device, ...readings.map(({ code }) => code)])).toEqual([
      ['cuff', 'systolic-pressure'],
      ['thermometer', 'temperature'],
      ['tablet', 'consciousness'],
    ]);
  });

  it('has nothing to say for a watch that is off', () => {
    expect(asking(silentWatch, 'watch', {}, 8)).toEqual([]);
    expect(asking(silentWatch, 'tablet', { asks: 'patient' }, 8)).toEqual([]);
    expect(asking(silentWatch, 'watch', {}, 31)).toHaveLength(1);
  });
});

describe('The rising pressure in pregnancy', () => {
  it.each(seeds)('is usual at first and reaches the red band of the obstetric chart (seed %d)', (seed) => {
    const patient = patientWith(preEclampsia, seed);
    expect(signsAt(patient, 0).systolicPressure).toBeLessThan(150);
    expect(Math.max(...quarterHours(8, 11).map((hour) => signsAt(patient, hour).systolicPressure))).toBeGreaterThan(
      160,
    );
  });
});

describe('The last days at home', () => {
  it.each(seeds)('score high, which is shown and raises no alert (seed %d)', (seed) => {
    const patient = patientWith(dyingAtHome, seed);
    expect(patient.course.pathway).toBe('end-of-life');
    for (const hour of quarterHours(0, 24)) {
      expect(scoreNews2(charted(signsAt(patient, hour)), { scale: 1 }).tier).toBe('high');
    }
  });
});

describe('A pendant', () => {
  it('calls for help now and then', () => {
    const patient = { ...patientWith(dyingAtHome, 1), aheadHours: 0 };
    const calls = messagesBetween(patient, { from: 0, to: 96 }).filter(({ device }) => device.name === 'pendant');
    expect(calls.map(({ hour }) => Math.floor(hour))).toEqual([0, 30, 60, 90]);
    const [call] = calls;
    if (call === undefined) throw new Error('Nothing was sent.');
    expect(payloadOf(call, { run: '1', deviceId: 'pendant', takenAt: now })).toMatchObject({
      readings: [{ code: 'call-for-help', value: 'happened' }],
    });
  });
});

describe('What simulated devices send', () => {
  const on = { run: 'run-1', deviceId: 'sim-watch', takenAt: now };

  it('has the shape of an observation message, and every reading is plausible and in its unit', () => {
    const payloads = simulatedPatients({ patients: 8, seed: 5, now }).flatMap((patient) =>
      [0, 6, 24].flatMap((from) =>
        messagesBetween(patient, { from, to: from + 3 }).map((message) => ({
          channel: message.channel,
          payload: payloadOf(message, on),
        })),
      ),
    );
    for (const { channel, payload } of payloads) if (channel === 'status') StatusMessage.parse(payload);
    const readings = payloads
      .filter(({ channel }) => channel === 'observations')
      .flatMap(({ payload }) => ObservationMessage.parse(payload).readings.map((reading) => Reading.parse(reading)));
    expect(readings.length).toBeGreaterThan(1000);
    expect(readings.map((reading) => checkReading(reading)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is the same however the hours are cut, in order, and no id comes twice', () => {
    const patient = patientWith(worseningPneumonia, 2);
    const atOnce = messagesBetween(patient, { from: 0, to: 9 });
    const pieces = quarterHours(0, 9).flatMap((from) => messagesBetween(patient, { from, to: from + 0.25 }));
    expect(pieces.toSorted((one, other) => one.hour - other.hour)).toEqual(atOnce);
    expect(atOnce.map(({ hour }) => hour)).toEqual(
      atOnce.map(({ hour }) => hour).toSorted((one, other) => one - other),
    );
    const ids = atOnce
      .filter(({ channel }) => channel === 'observations')
      .map((message) => payloadOf(message, { ...on, deviceId: message.device.name })['messageId']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has new ids in another run', () => {
    const [message] = messagesBetween(patientWith(silentWatch, 1), { from: 1, to: 2 }).filter(
      ({ channel }) => channel === 'observations',
    );
    if (message === undefined) throw new Error('an hour has messages');
    expect(payloadOf(message, on)['messageId']).not.toBe(payloadOf(message, { ...on, run: 'run-2' })['messageId']);
  });
});

describe('The time of the simulation', () => {
  it('never puts a reading into the future, and goes forwards, at any speed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 48 }),
        fc.integer({ min: 0, max: 1e7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (speed, historyHours, elapsed, part) => {
          const time = { beganAt: now, historyHours, speed };
          const looked = new Date(now.getTime() + elapsed);
          const hour = hourAt(time, looked) * part;
          expect(instantOf(time, hour).getTime()).toBeLessThanOrEqual(looked.getTime());
          expect(instantOf(time, hour / 2).getTime()).toBeLessThanOrEqual(instantOf(time, hour).getTime());
        },
      ),
    );
  });

  it('lets the history happen at its own pace, ending now', () => {
    const time = { beganAt: now, historyHours: 6, speed: 60 };
    expect(instantOf(time, 0)).toEqual(new Date('2026-11-22T02:00:00Z'));
    expect(instantOf(time, 6)).toEqual(now);
    expect(instantOf(time, 7)).toEqual(new Date('2026-11-22T08:01:00Z'));
  });
});

describe('The first four patients of a ward', () => {
  it('are the four that are shown first', () => {
    expect([0, 1, 2, 3].map(courseOf)).toEqual([worseningPneumonia, stableCopd, heartFailure, silentWatch]);
  });
});
