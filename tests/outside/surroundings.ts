import { startTestDatabase } from '#libs/embedded';
import { findProgram } from '../run/programs.ts';
import { startMosquitto } from './mosquitto.ts';

/** What Homeward runs on: parts of its own, or servers that were there before. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const embedded = (): Promise<Surroundings> => Promise.resolve({ environment: {}, stop: () => Promise.resolve() });

/** A Postgres, a Kafka and a Mosquitto that Homeward did not start. */
async function realServers(program: string, brokers: string): Promise<Surroundings> {
  const [database, mosquitto] = await Promise.all([startTestDatabase(), startMosquitto(program)]);
  return {
    environment: {
      DATABASE_URL: database.url,
      MQTT_URL: mosquitto.url,
      KAFKA_BROKERS: brokers,
      LOG_NAMESPACE: `outside-${String(process.pid)}-${String(performance.now()).replace('.', '-')}`,
    },
    stop: async () => {
      await Promise.all([database.stop(), mosquitto.stop()]);
    },
  };
}

/** For `describe.each`: all that this machine has. Where something is missing, the run says so at its beginning and its end. */
export async function everySurroundings(): Promise<readonly (readonly [string, () => Promise<Surroundings>])[]> {
  const program = findProgram('mosquitto');
  const brokers = process.env['KAFKA_BROKERS'];
  if (program === undefined || brokers === undefined) return [['on embedded parts', embedded]];
  return [
    ['on embedded parts', embedded],
    ['on a real Postgres, Kafka and Mosquitto', () => realServers(program, brokers)],
  ];
}
