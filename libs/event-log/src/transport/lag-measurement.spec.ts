import type { TopicName } from '#libs/contracts';
import { LagMeasurement } from './lag-measurement.ts';

describe('The lag of a group', () => {
  it('is what the log says', async () => {
    const measurement = new LagMeasurement(() => Promise.resolve(new Map<TopicName, number>([['scores', 3]])));
    expect([...(await measurement.current())]).toEqual([['scores', 3]]);
  });

  it('is not known where the log refuses, and known again afterwards', async () => {
    let refuses = true;
    const measurement = new LagMeasurement(() =>
      refuses ? Promise.reject(new Error('away')) : Promise.resolve(new Map<TopicName, number>([['scores', 0]])),
    );
    expect((await measurement.current()).size).toBe(0);
    refuses = false;
    expect([...(await measurement.current())]).toEqual([['scores', 0]]);
  });

  it('is not waited for where the log is silent, and is asked for once', async () => {
    let questions = 0;
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<TopicName, number>>();
    const measurement = new LagMeasurement(() => {
      questions += 1;
      return promise;
    });
    const answers = await Promise.all([measurement.current(), measurement.current()]);
    expect(answers.map(({ size }) => size)).toEqual([0, 0]);
    expect(questions).toBe(1);
    resolve(new Map<TopicName, number>([['scores', 7]]));
    expect([...(await measurement.current())]).toEqual([['scores', 7]]);
  });
});
