import { randomUUID } from 'node:crypto';
import { eventually } from '#libs/fixtures';
import { describeEventLog } from '../contract-suite/event-log.contract.ts';
import type { EventLog, LogBatch, OutgoingRecord } from '../event-log.ts';
import type { KafkaClientName } from './kafka-client.ts';
import { createKafkaLog } from './kafka-log.ts';

const given = process.env['KAFKA_BROKERS'];
const brokers = given === undefined || given === '' ? [] : given.split(',');
const describeIfThere = brokers.length === 0 ? describe.skip : describe;
if (brokers.length === 0)
  process.stderr.write('!! NOT TRIED: the event log on Kafka. Set KAFKA_BROKERS or run npm test.\n');

describeIfThere.each(['kafkajs', 'platformatic'] as const)('the event log on Kafka by %s', (client) => {
  describeEventLog({
    open: (namespace) => createKafkaLog({ brokers, client, clientId: 'contract-suite', namespace }),
    childEnvironment: () => ({ LOG_BROKERS: brokers.join(','), LOG_KAFKA_CLIENT: client }),
  });
});

describeIfThere('both clients on one Kafka', () => {
  const topic = 'observations';
  let opened: EventLog[] = [];
  let namespace = '';
  const open = async (client: KafkaClientName): Promise<EventLog> => {
    const log = createKafkaLog({ brokers, client, clientId: 'both-clients', namespace });
    opened.push(log);
    await log.prepare();
    return log;
  };
  const ofPatient = (n: number, by: string): OutgoingRecord => ({
    topic,
    key: n % 10 === 0 ? `café-${String(n)}` : `patient-${String(n)}`,
    value: JSON.stringify({ by, n }),
  });

  beforeEach(() => {
    namespace = `test-${randomUUID().slice(0, 8)}`;
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((log) => log.close()));
  });

  it('keep a patient on one partition, whichever publishes', async () => {
    const [one, other] = [await open('kafkajs'), await open('platformatic')];
    const partitions = new Map<string, Set<number>>();
    let read = 0;
    await one.subscribe({
      group: 'readers',
      topics: [topic],
      onBatch: ({ partition, records }) => {
        for (const { key } of records) partitions.set(key, (partitions.get(key) ?? new Set()).add(partition));
        read += records.length;
        return Promise.resolve();
      },
    });
    const patients = Array.from({ length: 300 }, (_, n) => n);
    await one.publish(patients.map((n) => ofPatient(n, 'kafkajs')));
    await other.publish(patients.map((n) => ofPatient(n, 'platformatic')));
    await eventually(() => read >= 600, { what: 'all records' });

    expect(partitions.size).toBe(300);
    expect([...partitions].filter(([, of]) => of.size > 1)).toEqual([]);
    expect(new Set([...partitions.values()].flatMap((of) => [...of])).size).toBe(12);
  });

  it.each([
    ['kafkajs', 'platformatic'],
    ['platformatic', 'kafkajs'],
  ] as const)('share a group while its members change from %s to %s', async (before, after) => {
    const [leaving, coming] = [await open(before), await open(after)];
    const worked = new Map<number, string[]>();
    const worksFor =
      (member: string) =>
      ({ records }: LogBatch): Promise<void> => {
        for (const { value } of records) {
          // `ofPatient` wrote it.
          const { n } = JSON.parse(value ?? '') as { n: number };
          worked.set(n, [...(worked.get(n) ?? []), member]);
        }
        return Promise.resolve();
      };
    const by = (member: string): number => [...worked.values()].filter((members) => members.includes(member)).length;
    const publish = async (from: number): Promise<void> => {
      await coming.publish(Array.from({ length: 100 }, (_, n) => ofPatient(from + n, after)));
      await eventually(() => worked.size === from + 100, { what: `the records up to ${String(from + 100)}` });
    };

    const first = await leaving.subscribe({ group: 'readers', topics: [topic], onBatch: worksFor('leaving') });
    await publish(0);
    expect(by('leaving')).toBe(100);

    await coming.subscribe({ group: 'readers', topics: [topic], onBatch: worksFor('coming') });
    let next = 100;
    await eventually(
      async () => {
        await publish(next);
        next += 100;
        return by('coming') > 0 && by('leaving') > 100;
      },
      { what: 'both members at work' },
    );

    await first.close();
    const last = next;
    await publish(last);
    expect([...worked].filter(([n]) => n >= last).every(([, members]) => members.includes('coming'))).toBe(true);
    expect(worked.size).toBe(last + 100);
  });
});
