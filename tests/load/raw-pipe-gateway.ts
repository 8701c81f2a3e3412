/** The raw pipe's first half: the same broker as the gateway service has, and every message onto the log as it is. */
import { EmbeddedBroker } from '#libs/embedded';
import { parseDeviceTopic } from '#libs/contracts';
import { openBenchLog } from './bench-log.ts';

const { log, pool } = openBenchLog(process.env);
await log.prepare();
const broker = await EmbeddedBroker.start({
  host: '127.0.0.1',
  port: 0,
  authenticate: () => Promise.resolve(true),
  onMessage: async ({ topic, payload }) => {
    const key = parseDeviceTopic(topic)?.deviceId ?? topic;
    await log.publish([{ topic: 'observations', key, value: payload.toString() }]);
    return 'keep';
  },
});
process.send?.({ result: { port: broker.port } });
process.once('SIGTERM', () => {
  void broker
    .close()
    .then(() => log.close())
    .then(() => pool.end())
    .then(() => process.exit(0));
});
