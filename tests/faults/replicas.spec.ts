import { startTestDatabase } from '#libs/embedded';
import { startMosquitto } from '../outside/mosquitto.ts';
import { findProgram } from '../run/programs.ts';
import { faultsOfReplicas, type ReplicasResult } from './replicas/replicas-result.ts';
import { runReplicas } from './replicas/replicas-run.ts';
import { logs } from './separate-services.ts';

/** `npm run faults -- replicas` does the same for minutes. */
const short = { seed: 15, seconds: 24, patients: 12, setsPerSecond: 20 };
const mosquitto = findProgram('mosquitto');

// On Kafka where there is one: two-replicas.spec.ts has the other log. Without Mosquitto the run says at its beginning what is not tried.
(mosquitto === undefined ? describe.skip : describe).each(logs.slice(-1))(
  'replicas that are killed, come back and are added while sets of many patients come in, on %s',
  (_log, settings) => {
    let result: ReplicasResult;
    const said: string[] = [];

    beforeAll(async () => {
      const broker = await startMosquitto(mosquitto ?? '');
      try {
        const database = await startTestDatabase();
        const shared = { ...settings, MQTT_URL: broker.url };
        result = await runReplicas({ ...short, database, settings: shared, say: (line) => said.push(line) });
      } finally {
        await broker.stop();
      }
    }, 300_000);

    it('lose, double and reorder nothing, and raise each alert once', () => {
      expect({ wrong: faultsOfReplicas(result), said }).toMatchObject({ wrong: [] });
    });

    it('were as many as planned, with sets all the while', () => {
      expect(result.changes).toHaveLength(6);
      expect(result.sets.length).toBeGreaterThan(short.seconds * short.setsPerSecond * 0.9);
      expect(result.illnesses).toHaveLength(short.patients);
    });
  },
);
