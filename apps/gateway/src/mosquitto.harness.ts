import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { connectAsync } from 'mqtt';

const program = [
  '/usr/sbin/mosquitto',
  '/usr/bin/mosquitto',
  '/usr/local/sbin/mosquitto',
  '/opt/homebrew/sbin/mosquitto',
].find(existsSync);

/** `describe` where Mosquitto is installed; elsewhere the tests are skipped, and a line says so. */
export function describeWithMosquitto(about: string, tests: () => void): void {
  if (program === undefined) {
    process.stderr.write(`NOT RUN: ${about}. Mosquitto is not installed (apt-get install mosquitto).\n`);
    describe.skip(about, tests);
    return;
  }
  describe(about, tests);
}

/** A Mosquitto that can be stopped and started again on the same port. */
export class Mosquitto {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(): Promise<Mosquitto> {
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
    const mosquitto = new Mosquitto(folder, `mqtt://127.0.0.1:${String(port)}`);
    await mosquitto.start();
    return mosquitto;
  }

  async start(): Promise<void> {
    this.#child = spawn(program ?? '', ['-c', join(this.folder, 'mosquitto.conf')], { stdio: 'ignore' });
    await eventually(
      async () => {
        const client = await connectAsync(this.url, { reconnectPeriod: 0, connectTimeout: 500 });
        await client.endAsync(true);
        return true;
      },
      { what: 'Mosquitto answers' },
    );
  }

  /** Its process stands still until `thaw`: connections stay open, and nothing answers. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** Stops it for good. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
