import type { ApiClient } from '../outside/api-client.ts';
import { GatewayClient } from '../outside/gateway-client.ts';
import { monitoredPatients } from '../outside/monitored-patient.ts';
import { logs, SeparateServices } from './separate-services.ts';
import { StreamOfSets } from './stream-of-sets.ts';

/** When the stream begins: it ends shortly before now, and still counts. */
const beginsMinutesAgo = 20;
const setsPerRound = 300;

describe.each(logs)('kill -9 of one service in mid-stream, on %s', (_log, settings) => {
  let services: SeparateServices;
  let stream: StreamOfSets;
  let nurse: ApiClient;

  beforeAll(async () => {
    services = await SeparateServices.start(settings);
    const credential = await services.registerGateway();
    const patients = await monitoredPatients(await services.as('administrator'), credential.gatewayId, 2);
    stream = new StreamOfSets(patients, Date.now() - beginsMinutesAgo * 60_000);
    const { scoring, clinician, gateway: gatewayServices } = services.replicas;
    for (const victim of [...scoring, ...clinician, ...gatewayServices]) {
      const gateway = await GatewayClient.connect(services.mqttUrls[0] ?? '', credential);
      const acknowledged = stream.partAcknowledged(50);
      const sending = stream.send(gateway, setsPerRound, { worse: victim.name === 'gateway' });
      await acknowledged;
      await victim.killHard();
      // A dead gateway takes its broker with it; otherwise the stream goes on and is acknowledged to its end.
      if (victim.name === 'gateway') await gateway.close();
      await sending;
      await gateway.close();
      await victim.restart();
    }
    nurse = await services.as('nurse');
  }, 300_000);

  afterAll(() => services.stop(), 60_000);

  it('every set that got a PUBACK is in the history once', () => stream.expectEachChartedOnce(nurse), 200_000);

  it('each reading time is scored once', () => stream.expectEachScoredOnce(nurse), 200_000);

  it('the alert of each patient is raised once', () => stream.expectOneAlertEach(nurse), 120_000);
});
