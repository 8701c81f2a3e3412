import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { processIdentity } from '../processes/process-identity.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { EmbeddedPostgresVersionError } from './postgres-errors.ts';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

describe('the embedded Postgres', () => {
  let above: string;
  let home: string;
  let open: EmbeddedPostgres[];

  const start = async (durable = false) => {
    const server = await EmbeddedPostgres.start({ home, durable });
    open.push(server);
    return server;
  };

  beforeEach(async () => {
    // mkdtemp makes a folder of mode 0700: as root, one that Postgres's own account may not enter.
    above = await mkdtemp(join(tmpdir(), 'homeward-postgres-'));
    home = join(above, 'home', 'postgres');
    open = [];
  });

  afterEach(async () => {
    for (const server of open) await server.stop();
    await rm(above, { recursive: true, force: true });
  });

  it('runs below a folder that is closed to other accounts, and leaves its permissions alone', async () => {
    const server = await start();
    expect(await ask(server.url, 'SHOW data_checksums')).toBe('on');
    expect((await stat(above)).mode & 0o777).toBe(0o700);
  });

  it('listens on 127.0.0.1 and a socket of its own account only, and keeps its password to its owner', async () => {
    const server = await start();
    expect(await ask(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server.url, 'SHOW unix_socket_directories')).toBe('.');
    expect((await stat(join(home, 'data'))).mode & 0o077).toBe(0);
    expect((await stat(join(home, 'password'))).mode & 0o077).toBe(0);
    const wrongPassword = server.url.replace(/:[^:@]+@/u, ':guess@');
    await expect(ask(wrongPassword, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(server.address).not.toContain((await readFile(join(home, 'password'), 'utf8')).trim());
  });

  it('is reached by its socket, by its password as well', async () => {
    const server = await start();
    const { searchParams } = new URL(server.nearestUrl);
    expect(searchParams.get('host')).toBe(join(await realpath(home), 'data'));
    // Postgres has the address of a peer that came by TCP only.
    expect(await ask(server.nearestUrl, 'SELECT inet_client_addr() IS NULL')).toBe(true);
    const wrongPassword = server.nearestUrl.replace(/:[^:@]+@/u, ':guess@');
    await expect(ask(wrongPassword, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('is reached by TCP alone where the path of its socket would be too long', async () => {
    home = join(above, 'a-folder-with-quite-a-long-name'.repeat(3), 'postgres');
    const server = await start();
    expect(server.nearestUrl).toBe(server.url);
    expect(await ask(server.nearestUrl, 'SELECT 1')).toBe(1);
  });

  it('is back although its killed process has left a socket, locked by a process id that is another’s now', async () => {
    const server = await start();
    const before = server.nearestUrl;
    const lock = join(home, 'data', `.s.PGSQL.${new URL(before).port}.lock`);
    process.kill(server.pid, 'SIGKILL');
    await writeFile(lock, `${String(process.pid)}\n${home}\n`);
    expect(await eventually(() => ask(before, 'SELECT 1'))).toBe(1);
  });

  it('keeps what was written across a stop and a start', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('is one server for all who start it at once, and stops with the last of them', async () => {
    const [first, second, third] = await Promise.all([start(), start(), start()]);
    expect(new Set([first.pid, second.pid, third.pid]).size).toBe(1);
    await first.stop();
    await second.stop();
    expect(await ask(third.url, 'SELECT 1')).toBe(1);
    await third.stop();
    expect(processIdentity(third.pid)).toBeUndefined();
  });

  it('is found again by the next process after its user was killed', async () => {
    const script = `
      const { EmbeddedPostgres } = await import(${JSON.stringify(import.meta.resolve('./embedded-postgres.ts'))});
      const server = await EmbeddedPostgres.start({ home: ${JSON.stringify(home)}, durable: false });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const user = spawn(
      process.execPath,
      [
        '--conditions=homeward-source',
        '--experimental-transform-types',
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '-e',
        script,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = await once(user.stdout, 'data');
    user.kill('SIGKILL');
    await once(user, 'exit');

    const server = await start();
    expect(server.pid).toBe(Number(String(line)));
    await server.stop();
    expect(processIdentity(server.pid)).toBeUndefined();
  });

  it('comes back on the same port when it is killed itself, with what was committed', async () => {
    const server = await start(true);
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const { pid, url } = server;
    process.kill(pid, 'SIGKILL');
    expect(await eventually(() => ask(url, 'SELECT answer FROM kept'))).toBe(42);
    expect(server.url).toBe(url);
  });

  it('comes back on the same port when it is asked to stop while it is used, as by an operator', async () => {
    const server = await start(true);
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const { pid, url } = server;
    const user = new pg.Client({ connectionString: url });
    user.on('error', () => undefined);
    await user.connect();
    process.kill(pid, 'SIGTERM');
    const back = await eventually(() => {
      if (server.pid === pid) throw new Error('still the server that was asked to stop');
      return ask(url, 'SELECT answer FROM kept');
    });
    expect(back).toBe(42);
    expect(server.url).toBe(url);
  });

  it('is not misled by a pid file whose process id now belongs to another process', async () => {
    await (await start()).stop();
    await writeFile(join(home, 'data', 'postmaster.pid'), `${String(process.pid)}\n${home}/data\n0\n5432\n`);
    expect(await ask((await start()).url, 'SELECT 1')).toBe(1);
  });

  it('begins anew where its making was interrupted', async () => {
    await (await start()).stop();
    await rm(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'initdb-password'), 'half made');
    await chmod(join(home, 'password'), 0o600);
    expect(await ask((await start()).url, 'SELECT 1')).toBe(1);
  });

  it('refuses files of another major version, and says so', async () => {
    await (await start()).stop();
    await writeFile(join(home, 'data', 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(EmbeddedPostgresVersionError);
  });
});
