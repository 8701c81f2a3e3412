import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startTestDatabase, type TestDatabase } from '#libs/embedded';
import { ApiClient } from '../outside/api-client.ts';
import { homeward } from '../outside/homeward-process.ts';
import { ServiceProcess } from '../outside/service-process.ts';

const kafkaBrokers = process.env['KAFKA_BROKERS'];

/** For `describe.each`: settings of each log that this machine has. */
export const logs: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the Postgres log', { KAFKA_BROKERS: '' }],
  ...(kafkaBrokers === undefined ? [] : [['Kafka', { KAFKA_BROKERS: kafkaBrokers }] as const]),
];

type Environment = Readonly<Record<string, string>>;
type Services = Readonly<Record<ServiceProcess['name'], readonly ServiceProcess[]>>;

/** The three services in processes of their own, on one database and one log, with as many replicas as asked. */
export class SeparateServices {
  private constructor(
    private readonly database: TestDatabase,
    private readonly environment: Environment,
    /** Of each gateway service's own broker. */
    readonly mqttUrls: readonly string[],
    readonly replicas: Services,
  ) {}

  static async start(settings: Environment, count = 1): Promise<SeparateServices> {
    return SeparateServices.on(await startTestDatabase(), settings, count);
  }

  /** @param database is stopped with them. */
  static async on(database: TestDatabase, settings: Environment, count = 1): Promise<SeparateServices> {
    const environment = {
      ...settings,
      DATABASE_URL: database.url,
      HOMEWARD_HOME: await mkdtemp(join(tmpdir(), 'homeward-services-')),
      // Topics of this run alone, on a Kafka that others use, too.
      LOG_NAMESPACE: `faults-${randomUUID().slice(0, 8)}`,
    };
    const ports = await Promise.all(Array.from({ length: count }, () => findFreePort()));
    const all = (name: ServiceProcess['name']): Promise<ServiceProcess[]> =>
      Promise.all(
        ports.map((port) => ServiceProcess.start(name, { ...environment, ...(name === 'gateway' && mqtt(port)) })),
      );
    const clinician = await all('clinician');
    const [scoring, gateway] = await Promise.all([all('scoring'), all('gateway')]);
    const mqttUrls = ports.map((port) => `mqtt://127.0.0.1:${String(port)}`);
    return new SeparateServices(database, environment, mqttUrls, { clinician, scoring, gateway });
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** The API of a replica of the clinician service, the first unless it is said. */
  async as(role: string, replica = 0): Promise<ApiClient> {
    return new ApiClient(this.replicas.clinician[replica]?.url ?? '', await this.token(role));
  }

  async token(role: string): Promise<string> {
    const { stdout } = await homeward(['token', '--role', role], { env: this.environment });
    return stdout.trim();
  }

  async registerGateway(): Promise<{ readonly gatewayId: string; readonly secret: string }> {
    const env = { ...this.environment, HOMEWARD_API_URL: this.replicas.clinician[0]?.url ?? '' };
    const { stdout } = await homeward(['register-gateway', 'hub'], { env });
    // The command's contract, which its own test checks.
    return JSON.parse(stdout) as { gatewayId: string; secret: string };
  }

  async stop(): Promise<void> {
    await Promise.all(
      Object.values(this.replicas)
        .flat()
        .map((service) => service.stop()),
    );
    await this.database.stop();
    await rm(this.environment['HOMEWARD_HOME'] ?? '', { recursive: true, force: true });
  }
}

const mqtt = (port: number): Environment => ({ MQTT_PORT: String(port) });
