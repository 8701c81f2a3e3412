import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface RunningBroker extends RunningServer {
  /** Halts it: its connections stay open, and nothing answers. */
  freeze(): void;
  /** Lets it go on where it was. */
  thaw(): void;
}

/** A Mosquitto of the test's own, with the settings that a gateway needs (docs/adr: durable sessions, no small windows). */
export async function startMosquitto(program: string): Promise<RunningBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-mosquitto-'));
  const port = await findFreePort();
  const settings = [
    `listener ${String(port)} 127.0.0.1`,
    'allow_anonymous true',
    'max_inflight_messages 0',
    'max_queued_messages 0',
    'set_tcp_nodelay true',
  ];
  await writeFile(join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`);
  const child = spawn(program, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  await eventually(() => listens(port), { what: 'Mosquitto listens' });
  return {
    url: `mqtt://127.0.0.1:${String(port)}`,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(undefined);
    });
  });
}
