import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NotRestorableError } from './backup-errors.ts';

/** How it shows that tar has ended before everything was written to it. */
const endedBefore: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'EPIPE']);

/**
 * Unpacks a tar archive into a folder. What tar says of it counts: it reads no further than the archive's end, and is often
 * gone before the last zeros behind that have been written.
 *
 * @throws NotRestorableError where it is no whole archive; the error of the stream where that cannot be read.
 */
export async function unpack(archive: Readable, into: string): Promise<void> {
  const child = spawn('tar', ['-x', '-p', '-C', into, '-f', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const closed = once(child, 'close');
  await pipeline(archive, child.stdin).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && endedBefore.has(error.code))) throw error;
  });
  await closed;
  const status = child.exitCode;
  if (status !== 0) throw new NotRestorableError(`tar ended with ${String(status)}: ${said.join('').trim()}`);
}
