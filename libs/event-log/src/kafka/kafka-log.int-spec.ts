import { describeEventLog } from '../contract-suite/event-log.contract.ts';
import { createKafkaLog } from './kafka-log.ts';

const given = process.env['KAFKA_BROKERS'];
const brokers = given === undefined || given === '' ? [] : given.split(',');
const describeIfThere = brokers.length === 0 ? describe.skip : describe;
if (brokers.length === 0)
  process.stderr.write('!! NOT TRIED: the event log on Kafka. Set KAFKA_BROKERS or run npm test.\n');

describeIfThere('the event log on Kafka', () => {
  describeEventLog({
    open: (namespace) => createKafkaLog({ brokers, clientId: 'contract-suite', namespace }),
    childEnvironment: () => ({ LOG_BROKERS: brokers.join(',') }),
  });
});
