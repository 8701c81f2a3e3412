import { Controller, Get, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HomewardError, Problem } from '#libs/contracts';
import { z } from 'zod';
import { answerFrameworkError, ProblemDetailsFilter, ZodBody, ZodParam, ZodQuery } from './index.ts';

class WardFullError extends HomewardError {
  readonly code = 'ward-full';
  readonly transient = false;
}
class WardRefusedError extends HomewardError {
  readonly code = 'ward-refused';
  readonly transient = false;
  readonly faults = [{ path: 'beds', message: 'found 0; expected 1 or more', because: 'too-few' }];
}
class LogAwayError extends HomewardError {
  readonly code = 'log-away';
  readonly transient = true;
}
class WardUnknownError extends HomewardError {
  readonly code = 'ward-unknown';
  readonly transient = false;
}

const Bed = z.object({ name: z.string().min(1), beds: z.number().int() });
const Page = z.object({ limit: z.coerce.number().int().max(10) });

@Controller('wards')
class Wards {
  @Post() open(@ZodBody(Bed) bed: z.infer<typeof Bed>): unknown {
    return bed;
  }
  @Get() list(@ZodQuery(Page) page: z.infer<typeof Page>): unknown {
    return page;
  }
  @Get('full') full(): never {
    throw new WardFullError('Ward w-3 has no free bed.');
  }
  @Get('refused') refused(): never {
    throw new WardRefusedError('The ward was refused.');
  }
  @Get('unknown') unknown(): never {
    throw new WardUnknownError('There is no ward w-4.');
  }
  @Get('away') away(): never {
    throw new LogAwayError('The log cannot be reached.');
  }
  @Get('broken') broken(): never {
    throw new TypeError('password=hunter2 is not a function');
  }
  @Get('shutting-down') shuttingDown(): never {
    const cause = Object.assign(new Error('the database system is shutting down'), { code: '57P03' });
    throw new Error('No connection', { cause });
  }
  @Get('refused-value') refusedValue(): never {
    throw Object.assign(new Error('invalid byte sequence: hunter2'), { severity: 'ERROR', code: '22021' });
  }
  @Get('by-id/:id') byId(@ZodParam('id', z.uuid()) id: string): unknown {
    return { id };
  }
}

describe('What a caller is told when something is wrong', () => {
  const logged: object[] = [];
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const built = await Test.createTestingModule({ controllers: [Wards] }).compile();
    app = built.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ bodyLimit: 1000, frameworkErrors: answerFrameworkError }),
    );
    const keep = (facts: object): void => void logged.push(facts);
    app.useGlobalFilters(
      new ProblemDetailsFilter({ statusOfCode: { 'ward-unknown': 404 }, logger: { error: keep, warn: keep } }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const problemAt = async (request: Parameters<NestFastifyApplication['inject']>[0]) => {
    const answer = await app.inject(request);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = Problem.parse(answer.json());
    expect(problem.status).toBe(answer.statusCode);
    return { problem, headers: answer.headers };
  };
  const json = { 'content-type': 'application/json' };

  it('names every field at fault', async () => {
    const { problem } = await problemAt({ method: 'POST', url: '/wards', payload: { name: '', beds: 'ten' } });
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request', title: 'Bad Request' });
    expect(problem.errors?.map(({ path }) => path)).toEqual(['name', 'beds']);
  });

  it.each([
    ['a query', { url: '/wards?limit=11' }, ['limit']],
    ['a path', { url: '/wards/by-id/7' }, ['id']],
    [
      'a text that no database can keep',
      { method: 'POST', url: '/wards', payload: { name: 'a\u0000', beds: 1 } },
      ['name'],
    ],
    [
      'half a character',
      { method: 'POST', url: '/wards', payload: { name: 'a', beds: 1, why: ['\uD83D'] } },
      ['why.0'],
    ],
    ['a query that no database can keep', { url: '/wards?limit=1&search=%00' }, ['search']],
    ['a path that no database can keep', { url: '/wards/by-id/%00' }, ['id']],
    ['what only the database noticed', { url: '/wards/refused-value' }, ['']],
    ['a body that is not there', { method: 'POST', url: '/wards' }, ['']],
  ] as const)('names what is wrong in %s', async (_part, request, paths) => {
    const { problem } = await problemAt(request);
    expect(problem.code).toBe('invalid-request');
    expect(problem.errors?.map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    [{ method: 'POST', url: '/wards', headers: json, payload: '{"name":' }, 400, 'malformed-request'],
    [{ method: 'POST', url: '/wards', headers: json, payload: `"${'x'.repeat(2000)}"` }, 413, 'body-too-large'],
    [
      { method: 'POST', url: '/wards', headers: { 'content-type': 'text/csv' }, payload: 'a,b' },
      415,
      'unsupported-media-type',
    ],
    [{ url: '/beds' }, 404, 'not-found'],
    [{ url: '/%ff' }, 400, 'malformed-request'],
  ] as const)('answers %j with %d %s', async (request, status, code) => {
    expect((await problemAt(request)).problem).toMatchObject({ status, code });
  });

  it('gives a refusal of ours the status of the table, or 422', async () => {
    expect((await problemAt({ url: '/wards/unknown' })).problem).toMatchObject({ status: 404, code: 'ward-unknown' });
    expect((await problemAt({ url: '/wards/full' })).problem).toMatchObject({
      status: 422,
      detail: 'Ward w-3 has no free bed.',
    });
  });

  it('asks to come back later where the database is away', async () => {
    const { problem, headers } = await problemAt({ url: '/wards/shutting-down' });
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
    expect(headers['retry-after']).toBe('5');
  });

  it('tells the faults of a refusal one by one, where it lists them by field', async () => {
    const { problem } = await problemAt({ url: '/wards/refused' });
    expect(problem.errors).toEqual([{ path: 'beds', message: 'found 0; expected 1 or more' }]);
    expect((await problemAt({ url: '/wards/full' })).problem.errors).toBeUndefined();
  });

  it('says when to try again, where that can help', async () => {
    const { problem, headers } = await problemAt({ url: '/wards/away' });
    expect([problem.status, headers['retry-after']]).toEqual([503, '5']);
  });

  it('keeps what it did not foresee to itself, and logs it under an id that it tells', async () => {
    logged.length = 0;
    const { problem } = await problemAt({ url: '/wards/broken' });
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    const [entry] = logged;
    expect(entry).toMatchObject({
      event: 'request-failed',
      method: 'GET',
      route: '/wards/broken',
      err: expect.any(TypeError),
    });
    expect(problem.detail).toContain((entry as { errorId: string }).errorId);
  });
});
