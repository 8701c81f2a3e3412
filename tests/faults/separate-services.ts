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
type Name = ServiceProcess['name'];

/**
 * The three services in processes of their own, on one database and one log, with as many replicas as asked. Where the
 * settings name an MQTT broker, the gateway services share its messages.
 */
export class SeparateServices {
  readonly #replicas: Record<Name, ServiceProcess[]> = { gateway: [], scoring: [], clinician: [] };
  readonly #started: Record<Name, number> = { gateway: 0, scoring: 0, clinician: 0 };
  readonly #mqttUrls: string[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly environment: Environment,
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
    const services = new SeparateServices(database, environment);
    const all = (name: Name): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, () => services.startReplica(name)));
    await all('clinician');
    await Promise.all([all('scoring'), all('gateway')]);
    return services;
  }

  get replicas(): Readonly<Record<Name, readonly ServiceProcess[]>> {
    return this.#replicas;
  }

  /** Of each gateway service's own broker, or of the one that they share. */
  get mqttUrls(): readonly string[] {
    const { MQTT_URL: shared } = this.environment;
    return shared === undefined ? this.#mqttUrls : [shared];
  }

  /** One replica more of a service. */
  async startReplica(name: Name): Promise<ServiceProcess> {
    const replica = await ServiceProcess.start(name, await this.#environmentOf(name));
    this.#replicas[name].push(replica);
    return replica;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** What each of them is given, for others that use the same log. */
  get settings(): Environment {
    return this.environment;
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
      Object.values(this.#replicas)
        .flat()
        .map((service) => service.stop()),
    );
    await this.database.stop();
    await rm(this.environment['HOMEWARD_HOME'] ?? '', { recursive: true, force: true });
  }

  async #environmentOf(name: Name): Promise<Environment> {
    this.#started[name] += 1;
    const replica = `${name}-${String(this.#started[name])}`;
    const database = new URL(this.database.url);
    // Postgres says by it whose a connection is.
    database.searchParams.set('application_name', replica);
    const own = { ...this.environment, DATABASE_URL: database.href };
    if (name !== 'gateway') return own;
    if (this.environment['MQTT_URL'] !== undefined)
      return { ...own, MQTT_CLIENT_ID: replica, MQTT_SHARED_SUBSCRIPTION: 'homeward', MQTT_PROTOCOL: '5' };
    const port = String(await findFreePort());
    this.#mqttUrls.push(`mqtt://127.0.0.1:${port}`);
    return { ...own, MQTT_PORT: port };
  }
}
