import { ApiClient } from '../outside/api-client.ts';
import { GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { monitoredPatients } from '../outside/monitored-patient.ts';
import { StreamOfSets } from './stream-of-sets.ts';

/** When the stream begins: it ends shortly before now, and still counts. */
const beginsMinutesAgo = 25;
/** How many sets are on their way when the process is killed. */
const setsPerRound = 400;

describe('kill -9 of everything in mid-stream, then a restart', () => {
  let homeward: HomewardProcess;
  let stream: StreamOfSets;
  let nurse: ApiClient;

  beforeAll(async () => {
    homeward = await HomewardProcess.start(['up']);
    const run = await homeward.run();
    const administrator = new ApiClient(run.api, await homeward.token('administrator'));
    const credential = await homeward.registerGateway('hub');
    const patients = await monitoredPatients(administrator, credential.gatewayId, 4);
    stream = new StreamOfSets(patients, Date.now() - beginsMinutesAgo * 60_000);
    for (const round of [0, 1, 2]) {
      const { mqtt } = await homeward.run();
      const gateway = await GatewayClient.connect(mqtt, credential);
      const acknowledged = stream.partAcknowledged(100);
      const sending = stream.send(gateway, setsPerRound, { worse: round === 2 });
      await acknowledged;
      await homeward.killHard();
      // Closing settles what was still waiting for its PUBACK.
      await gateway.close();
      await sending;
      await homeward.restart();
    }
    nurse = new ApiClient((await homeward.run()).api, await homeward.token('nurse'));
  }, 240_000);

  afterAll(async () => {
    await homeward.dispose();
  });

  it('every set that got a PUBACK is in the history once', () => stream.expectEachChartedOnce(nurse), 120_000);

  it('each reading time is scored once', () => stream.expectEachScoredOnce(nurse), 120_000);

  it('the alert of each patient is raised once', () => stream.expectOneAlertEach(nurse), 120_000);
});
