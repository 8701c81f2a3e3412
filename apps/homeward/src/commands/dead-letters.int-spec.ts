import { type DeadLetterEntry, deadLetterId, EventId, homewardItself, instant } from '#libs/contracts';
import { newTokenKey, parseTokenKey, verifyToken } from '#libs/identity';
import { Command } from 'commander';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mock } from 'node:test';
import { ApiRefusedError, NotRunningError } from '../homeward-errors.ts';
import { addDeadLettersCommand } from './dead-letters.command.ts';

const letterAt = (position: string, changes: Partial<DeadLetterEntry> = {}): DeadLetterEntry => {
  const at = { group: 'scoring', topic: 'observations', partition: 3, position };
  return {
    ...at,
    id: deadLetterId(at),
    key: 'patient-1',
    value: '{"readings": []}',
    reason: 'No such\n  pathway',
    failedAt: instant(0),
    replays: [],
    ...changes,
  };
};
const replayed = letterAt('8', { replays: [{ at: instant(1000), by: homewardItself }] });

describe('homeward dead-letters', () => {
  let server: Server;
  let requests: IncomingMessage[];
  let printed: string[];
  const environment = process.env;

  beforeEach(async () => {
    requests = [];
    printed = [];
    mock.method(console, 'log', (line: string) => void printed.push(line));
    // The API as its contract has it: two pages of a list, and one letter to be replayed.
    server = createServer((request, response) => {
      requests.push(request);
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://api');
      const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
      if (request.method === 'GET' && pathname === '/api/v1/dead-letters') {
        const isLast = searchParams.has('cursor');
        answer(200, { items: isLast ? [letterAt('7')] : [replayed], nextCursor: isLast ? null : 'next' });
      } else if (pathname === `/api/v1/dead-letters/${replayed.id}/replay`) answer(200, replayed);
      else {
        const [code, detail] = ['dead-letter-not-found', 'There is no such dead letter.'];
        answer(404, { type: 'about:blank', title: 'Not found', status: 404, code, detail });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env = { HOMEWARD_API_URL: `http://127.0.0.1:${String(port)}`, TOKEN_KEY: newTokenKey() };
  });
  afterEach(async () => {
    process.env = environment;
    mock.restoreAll();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = async (...words: readonly string[]): Promise<void> => {
    const program = new Command('homeward').exitOverride();
    addDeadLettersCommand(program);
    await program.parseAsync(['dead-letters', ...words], { from: 'user' });
  };

  it('shows every page as one table', async () => {
    await run();
    expect(printed.join('\n').split('\n')).toEqual([
      expect.stringMatching(/^ID +GROUP +TOPIC +KEY +FAILED +REPLAYS +REASON$/),
      expect.stringMatching(new RegExp(`^${replayed.id} +scoring +observations +patient-1 +\\S+ +1 +No such pathway$`)),
      expect.stringMatching(new RegExp(`^${letterAt('7').id} .* 0 +No such pathway$`)),
    ]);
  });

  it('speaks lines of JSON to scripts', async () => {
    await run('--json');
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([replayed, letterAt('7')]);
  });

  it('asks as an administrator, for one group and topic where it is told to', async () => {
    await run('--group', 'scoring', '--topic', 'observations');
    expect(requests[0]?.url).toMatch(/\/dead-letters\?group=scoring&topic=observations&limit=\d+$/);
    const token = requests[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
    const key = parseTokenKey(process.env['TOKEN_KEY'] ?? '');
    expect(await verifyToken({ token, key, now: new Date() })).toMatchObject({ person: { role: 'administrator' } });
  });

  it('has one tried again', async () => {
    await run('replay', replayed.id);
    expect(requests[0]).toMatchObject({ method: 'POST', url: `/api/v1/dead-letters/${replayed.id}/replay` });
    expect(printed).toEqual([expect.stringContaining('The group scoring is to try the record of observations again.')]);
  });

  it('says what the API said where there is none', async () => {
    const unknown = EventId.parse('00000000-0000-4000-8000-000000000000');
    await expect(run('replay', unknown)).rejects.toThrow(ApiRefusedError);
    await expect(run('replay', unknown)).rejects.toThrow('There is no such dead letter.');
  });

  it('says so where nothing runs', async () => {
    process.env['HOMEWARD_API_URL'] = 'http://127.0.0.1:9';
    await expect(run()).rejects.toThrow(NotRunningError);
  });
});
