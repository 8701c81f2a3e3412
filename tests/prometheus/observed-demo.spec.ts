import { randomUUID } from 'node:crypto';
import type { Alert, Patient } from '#libs/contracts';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { declaredMetrics } from '../documents/declared-metrics.ts';
import { ApiClient } from '../outside/api-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { LiveStream } from '../outside/live-stream.ts';
import { alertRules } from './alert-rules.ts';
import { dashboardQueries, dashboards } from './dashboards.ts';
import { exposedMetrics } from './exposed-metrics.ts';
import { metricsNamedIn } from './named-metrics.ts';
import { prometheus } from './prometheus-programs.ts';
import { RunningPrometheus } from './running-prometheus.ts';
import { TraceCollector } from './trace-collector.ts';

describe('A dashboard', () => {
  const metrics = declaredMetrics();

  it.each(dashboards)(
    '$file has panels and identifiers of its own, and asks for metrics that there are',
    (dashboard) => {
      const ids = dashboard.panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(dashboards.filter(({ uid }) => uid === dashboard.uid)).toHaveLength(1);
      expect(metricsNamedIn(JSON.stringify(dashboard), metrics).unknown).toEqual([]);
    },
  );
});

// Without Prometheus `npm test` says so, first and last.
const withPrometheus = prometheus === undefined ? describe.skip : describe;

withPrometheus('The demo, as Prometheus and a collector of traces see it', () => {
  let homeward: HomewardProcess;
  let watching: RunningPrometheus;
  let collector: TraceCollector;
  let screen: LiveStream;
  let api: ApiClient;

  const metricsText = async (): Promise<string> =>
    (await fetch(new URL('/metrics', (await homeward.run()).api))).text();

  beforeAll(async () => {
    const port = String(await findFreePort());
    // First, so that it sees every counter begin.
    watching = await RunningPrometheus.start(`127.0.0.1:${port}`);
    collector = await TraceCollector.start();
    homeward = await HomewardProcess.start(['up', '--demo'], {
      HTTP_PORT: port,
      CANARY_SECONDS: '5',
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER_ARG: '1',
    });
    const token = await homeward.token('nurse');
    const { api: address } = await homeward.run();
    api = new ApiClient(address, token);
    screen = await LiveStream.open(new URL('/api/v1/live', address), token);
    // A patient may be discharged, or an alert go on in another, between the look and the answer.
    await eventually(
      async () => {
        const [alert] = (await api.all<Alert>('/api/v1/alerts?state=open')).filter(({ state }) => state === 'raised');
        if (alert === undefined) return false;
        await api.post(`/api/v1/alerts/${alert.id}/acknowledge`, {});
        return true;
      },
      { what: 'an alert that can be acknowledged', withinMs: 120_000 },
    );
  }, 240_000);

  afterAll(async () => {
    screen.close();
    await homeward.dispose();
    await watching.stop();
    await collector.stop();
  }, 60_000);

  it('has exactly the metrics that docs/metrics.md lists, with their types, texts and labels', async () => {
    const exposed = exposedMetrics(await metricsText());
    const declared = declaredMetrics();
    expect([...exposed.keys()].toSorted()).toEqual(declared.map(({ name }) => name));
    for (const { name, help, type, labels } of declared) {
      const metric = exposed.get(name);
      expect({ name, help: metric?.help, type: metric?.type }).toEqual({ name, help, type });
      const others = [...(metric?.labels ?? [])].filter((label) => !labels.includes(label));
      expect({ name, others }).toEqual({ name, others: [] });
    }
  });

  it('answers every query of every dashboard with numbers', async () => {
    const unanswered = await eventually(
      async () => {
        const numbers = await Promise.all(dashboardQueries.map(({ query }) => watching.numbersOf(query)));
        return dashboardQueries.filter((_query, index) => numbers[index]?.length === 0);
      },
      (queries) => queries.length === 0,
      { what: 'numbers for every query', withinMs: 120_000, everyMs: 1000 },
    );
    expect(unanswered).toEqual([]);
    await expect(watching.numbersOf('rate(homeward_alerts_open')).rejects.toThrow(SyntaxError);
  }, 150_000);

  it('lets every alert rule be worked out', async () => {
    const rules = await eventually(
      () => watching.rules(),
      (found) => found.length === alertRules.length && found.every(({ health }) => health !== 'unknown'),
      { what: 'every rule has been looked at', withinMs: 30_000 },
    );
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('is traced from the message of a device to the event in a browser, along the log', async () => {
    const ways = (name: string): ReadonlySet<string> =>
      new Set(collector.spans.filter((span) => span.name === name).map((span) => collector.wayTo(span).join(' → ')));
    const wanted = 'gateway mqtt → scoring observations → clinician-alerts signals → clinician browser event';
    await eventually(
      () => [...ways('clinician browser event')],
      (found) => found.includes(wanted),
      { what: 'a trace from a message to a browser', withinMs: 90_000 },
    );
    const alertTraces = collector.spans.filter(
      ({ name, attributes }) =>
        name === 'clinician browser event' &&
        attributes.some(({ key, value }) => key === 'kind' && value['stringValue'] === 'alert'),
    );
    expect(alertTraces.length).toBeGreaterThan(0);
    const decided = homeward.output.split('\n').filter((line) => line.includes('"event":"signal-decided"'));
    expect(decided.some((line) => alertTraces.some(({ traceId }) => line.includes(traceId)))).toBe(true);
  }, 120_000);

  it('is traced from what a person enters and what a gateway sends over HTTP, too', async () => {
    const [patient] = await api.all<Patient>('/api/v1/patients');
    if (patient === undefined) throw new Error('The demo has no patient.');
    const takenAt = new Date().toISOString();
    const readings = [{ code: 'pulse-rate', value: 71, unit: '/min' }];
    await api.post(`/api/v1/patients/${patient.id}/observations`, { takenAt, readings });
    const { gatewayId, secret } = await homeward.registerGateway('over HTTP');
    const authorization = `Basic ${Buffer.from(`${gatewayId}:${secret}`).toString('base64')}`;
    const sent = { messageId: randomUUID(), deviceId: 'not-registered', takenAt, readings };
    const outside = new ApiClient((await homeward.run()).api, undefined);
    const ingested = await outside.request('POST', '/api/v1/ingest/observations', sent, { authorization });
    expect(ingested.status).toBe(422);
    await eventually(
      () => collector.spans.map((span) => collector.wayTo(span).join(' → ')),
      (ways) => ways.includes('clinician entered → scoring observations') && ways.includes('gateway http'),
      { what: 'both traces', withinMs: 60_000 },
    );
  }, 90_000);

  it('names no patient in metrics, in the log or in traces, whichever way a patient is asked for', async () => {
    const patients = await api.all<Patient>('/api/v1/patients');
    expect(patients.length).toBeGreaterThan(5);
    for (const { id, nhsNumber, familyName } of patients.slice(0, 5)) {
      await api.get(`/api/v1/patients/${id}`);
      await api.post('/api/v1/patients/search', { nhsNumber });
      // As old scripts go on asking: refused, and what is in the address is not written down with the refusal.
      const asked = new URLSearchParams({ search: familyName, nhsNumber }).toString();
      expect((await api.request('GET', `/api/v1/patients?${asked}`)).status).toBe(400);
      expect((await api.request('GET', `/api/v1/${encodeURIComponent(familyName)}/${nhsNumber}`)).status).toBe(404);
    }
    // Scrapers that come within a second of each other are given the same text.
    const metrics = await eventually(metricsText, (text) => text.includes('route="/api/v1/patients/:id"'), {
      what: 'the requests are counted',
    });
    const texts = { metrics, log: homeward.output, traces: collector.bodies.join('\n') };
    expect(texts.traces).toContain('scoring observations');
    expect(texts.log).toContain('"event":"signal-decided"');
    for (const { id, nhsNumber, givenName, familyName } of patients) {
      const names = [`${givenName} ${familyName}`, `${familyName}, ${givenName}`];
      const inAddresses = [...names.map(encodeURIComponent), `=${encodeURIComponent(familyName)}`];
      const words = [nhsNumber, ...names, ...inAddresses];
      for (const [where, text] of Object.entries(texts)) {
        // An id says nothing without the record; as a label or an attribute it would be one more series for each patient.
        const unwanted = where === 'log' ? words : [...words, id];
        expect({ where, named: unwanted.filter((word) => text.includes(word)) }).toEqual({ where, named: [] });
      }
    }
  });
});
