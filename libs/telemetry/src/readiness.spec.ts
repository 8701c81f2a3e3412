import { Readiness } from './readiness.ts';

describe('readiness', () => {
  it('is given when every check resolves', async () => {
    const readiness = new Readiness();
    readiness.add('database', async () => {});
    expect(await readiness.report()).toEqual({ ok: true, checks: { database: { ok: true } } });
  });

  it('names the check that failed and why, beside the ones that did not', async () => {
    const readiness = new Readiness();
    readiness.add('database', async () => {});
    readiness.add('log', () => Promise.reject(new Error('connection refused')));
    expect(await readiness.report()).toEqual({
      ok: false,
      checks: { database: { ok: true }, log: { ok: false, reason: 'connection refused' } },
    });
  });

  it('does not depend on what is only observed, and reports it all the same', async () => {
    const readiness = new Readiness();
    readiness.add('log', async () => {});
    readiness.observe('rule-sets', () => Promise.reject(new Error('half a file')));
    expect(await readiness.report()).toEqual({
      ok: true,
      checks: { log: { ok: true }, 'rule-sets': { ok: false, reason: 'half a file' } },
    });
  });

  it('does not wait for a check that never answers', async () => {
    const readiness = new Readiness(10);
    readiness.add('log', () => Promise.withResolvers<never>().promise);
    expect(await readiness.report()).toEqual({
      ok: false,
      checks: { log: { ok: false, reason: 'no answer within 10 ms' } },
    });
  });

  it('gives the reasons within a refusal by several addresses', async () => {
    const readiness = new Readiness();
    readiness.add('database', () => Promise.reject(new AggregateError([new Error('refused by ::1')])));
    expect((await readiness.report()).checks['database']).toEqual({ ok: false, reason: 'refused by ::1' });
  });
});
