import type { Alert } from '#libs/contracts';
import type { ApiClient } from '../outside/api-client.ts';
import { GatewayClient } from '../outside/gateway-client.ts';
import type { LiveStream } from '../outside/live-stream.ts';
import { type MonitoredPatient, monitoredPatients } from '../outside/monitored-patient.ts';
import { logs, SeparateServices } from './separate-services.ts';
import { StreamOfSets } from './stream-of-sets.ts';

const beginsMinutesAgo = 20;
const setsPerGateway = 200;

// Each gateway service has a broker of its own: half of the patients' hubs speak to one, half to the other.
describe.each(logs)('two replicas of each service, one of which dies in mid-stream, on %s', (_log, settings) => {
  let services: SeparateServices;
  let patient: MonitoredPatient;
  let stream: StreamOfSets;
  let nurses: readonly [ApiClient, ApiClient];
  let live: LiveStream;

  beforeAll(async () => {
    services = await SeparateServices.start(settings, 2);
    const credential = await services.registerGateway();
    const patients = await monitoredPatients(await services.as('administrator', 1), credential.gatewayId, 4);
    nurses = [await services.as('nurse', 0), await services.as('nurse', 1)];
    stream = new StreamOfSets(patients, Date.now() - beginsMinutesAgo * 60_000);
    [patient] = patients;
    live = await nurses[1].live(patient.wardId);
    const gateways = await Promise.all(services.mqttUrls.map((url) => GatewayClient.connect(url, credential)));
    const send = (worse: boolean): Promise<unknown> =>
      Promise.all(gateways.map((gateway) => stream.send(gateway, setsPerGateway, { worse })));
    const acknowledged = stream.partAcknowledged(50);
    const sending = send(false);
    await acknowledged;
    const victims = [...services.replicas.scoring.slice(1), ...services.replicas.clinician.slice(0, 1)];
    await Promise.all(victims.map((victim) => victim.killHard()));
    await sending;
    // What follows is the work of the other replica alone.
    await send(true);
    await stream.expectOneAlertEach(nurses[1]);
    await Promise.all(victims.map((victim) => victim.restart()));
    await Promise.all(gateways.map((gateway) => gateway.close()));
  }, 400_000);

  afterAll(async () => {
    live.close();
    await services.stop();
  }, 60_000);

  it.each([0, 1] as const)(
    'charts each set once, as replica %d answers',
    (replica) => stream.expectEachChartedOnce(nurses[replica]),
    200_000,
  );

  it('scores each reading time once', () => stream.expectEachScoredOnce(nurses[0]), 200_000);

  it('raises the alert of each patient once', () => stream.expectOneAlertEach(nurses[0]), 200_000);

  it('streams what one replica did to who listens to the other', async () => {
    const [alert] = await nurses[0].all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}`);
    await nurses[0].post(`/api/v1/alerts/${String(alert?.id)}/acknowledge`);
    const acknowledged = await live.next(
      'the acknowledgement',
      ({ event, data }) => event === 'alert' && data['id'] === alert?.id && data['state'] === 'acknowledged',
    );
    expect(acknowledged.data).toMatchObject({ patientId: patient.patientId });
  });
});
