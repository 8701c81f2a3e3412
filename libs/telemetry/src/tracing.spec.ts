import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { createLogger } from './logger.ts';
import { otlpOf } from './otlp-exporter.ts';
import { Tracing } from './tracing.ts';

const key = '4c7c6f0e-1a54-4b52-8f3e-0d6f0b6f9a10';

describe('Traces', () => {
  let exporter: InMemorySpanExporter;
  const tracingOf = (ratio: number): Tracing => new Tracing({ exporter, ratio, exportEveryMilliseconds: 1 });

  beforeEach(() => {
    exporter = new InMemorySpanExporter();
  });

  it('follow a message from step to step, each the child of the one before', async () => {
    const tracing = tracingOf(1);
    const begun = tracing.begin('gateway mqtt', { channel: 'observations' });
    begun?.end('ok');
    const published = await tracing.work('scoring observations', [{ key, trace: begun?.traceparent }], () =>
      Promise.resolve(tracing.traceOf(key)),
    );
    tracing.mark('clinician browser event', published ?? '', { kind: 'alert' });
    const spans = await ended(tracing);
    expect(spans.map(({ name }) => name)).toEqual(['gateway mqtt', 'scoring observations', 'clinician browser event']);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    const [first, second] = spans.map((span) => span.spanContext().spanId);
    expect(spans.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([undefined, first, second]);
  });

  it('are those of the key that is published for, where several are worked on together', async () => {
    const tracing = tracingOf(1);
    const one = tracing.begin('gateway mqtt')?.traceparent;
    const other = tracing.begin('gateway mqtt')?.traceparent;
    const idOf = (traceparent: string | undefined): string | undefined => traceparent?.split('-')[1];
    const records = [{ key: 'one', trace: one }, { key: 'other', trace: other }, { key: 'untraced' }];
    await tracing.work('scoring observations', records, async () => {
      await Promise.resolve();
      expect(idOf(tracing.traceOf('one'))).toBe(idOf(one));
      expect(idOf(tracing.traceOf('other'))).toBe(idOf(other));
      expect(tracing.traceOf('untraced')).toBeUndefined();
      expect(tracing.onlyTrace()).toBeUndefined();
    });
    expect(tracing.traceOf('one')).toBeUndefined();
    await tracing.close();
  });

  it('begin with what comes from outside, and what is published for its key belongs to it, also where it fails', async () => {
    const tracing = tracingOf(1);
    const begun = await tracing.beginWith('clinician entered', { key }, async (traceparent) => {
      await Promise.resolve();
      expect(tracing.traceOf(key)).toBe(traceparent);
      return traceparent;
    });
    expect(begun).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
    await expect(tracing.beginWith('gateway http', {}, () => Promise.reject(new Error('away')))).rejects.toThrow(
      'away',
    );
    const spans = await ended(tracing);
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['clinician entered', 0],
      ['gateway http', 2],
    ]);
    const untraced = tracingOf(0);
    expect(
      await untraced.beginWith('gateway http', { key }, (traceparent) => Promise.resolve(traceparent)),
    ).toBeUndefined();
    await untraced.close();
  });

  it('are not begun for what is not sampled, and its work goes on without', async () => {
    const tracing = tracingOf(0);
    expect(tracing.begin('gateway mqtt')).toBeUndefined();
    await expect(tracing.work('scoring observations', [{ key }], () => Promise.resolve('done'))).resolves.toBe('done');
    await expect(
      tracing.work('scoring observations', [{ key, trace: 'no traceparent' }], () => Promise.resolve('done')),
    ).resolves.toBe('done');
    expect(await ended(tracing)).toEqual([]);
  });

  it('say where work failed, and let the error through', async () => {
    const tracing = tracingOf(1);
    const trace = tracing.begin('gateway mqtt')?.traceparent;
    const failing = tracing.work('scoring observations', [{ key, trace }], () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    expect((await ended(tracing)).map(({ status }) => status.code)).toEqual([2]);
  });

  it('stand on the lines that are logged meanwhile, and on no others', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });
    const tracing = tracingOf(1);
    const trace = tracing.begin('gateway mqtt')?.traceparent;
    await tracing.work('scoring observations', [{ key, trace }], async () => {
      await Promise.resolve();
      logger.info('at work');
    });
    logger.info('afterwards');
    const [during, after] = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(during?.['traceIds']).toEqual([trace?.split('-')[1]]);
    expect(after).not.toHaveProperty('traceIds');
    await tracing.close();
  });

  it('are written for a collector with ids in hexadecimal and times in nanoseconds', async () => {
    const tracing = tracingOf(1);
    tracing.begin('gateway mqtt', { channel: 'observations', messages: 3, share: 0.5, late: false })?.end('ok');
    const [span] = await ended(tracing);
    expect(otlpOf(span === undefined ? [] : [span])).toMatchObject({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'homeward' } }] },
          scopeSpans: [
            {
              spans: [
                {
                  traceId: expect.stringMatching(/^[\da-f]{32}$/) as unknown,
                  spanId: expect.stringMatching(/^[\da-f]{16}$/) as unknown,
                  kind: 1,
                  startTimeUnixNano: expect.stringMatching(/^\d{19}$/) as unknown,
                  attributes: [
                    { key: 'channel', value: { stringValue: 'observations' } },
                    { key: 'messages', value: { intValue: '3' } },
                    { key: 'share', value: { doubleValue: 0.5 } },
                    { key: 'late', value: { boolValue: false } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  /** The spans that have ended so far. */
  async function ended(tracing: Tracing) {
    await tracing.flush();
    const spans = exporter.getFinishedSpans();
    await tracing.close();
    return spans;
  }
});
