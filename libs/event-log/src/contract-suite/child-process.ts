import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '#libs/fixtures';

/** Holds the first batch for ever; works batches off; or publishes three hundred records. */
export type ChildTask = 'hold' | 'work' | 'publish';

export interface ChildMember {
  /** Resolves once it has written this line. */
  says(line: string): Promise<void>;
  /** SIGSTOP: it does nothing, and does not know. */
  freeze(): void;
  /** SIGCONT: it goes on as if nothing had happened. */
  thaw(): void;
  /** SIGKILL: it can put nothing in order. */
  kill(): Promise<void>;
}

/** Starts child-member.ts from its source, on the same Node. */
export function startChild(task: ChildTask, environment: Readonly<Record<string, string>>): ChildMember {
  const child = spawn(
    process.execPath,
    [
      '--conditions=homeward-source',
      '--experimental-transform-types',
      '--disable-warning=ExperimentalWarning',
      // kafkajs sets a timer into the past; Node says so once.
      '--disable-warning=TimeoutNegativeWarning',
      join(import.meta.dirname, 'child-member.ts'),
      task,
    ],
    { env: { PATH: process.env['PATH'] ?? '', ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  return {
    says: async (line) => {
      await eventually(
        () => {
          if (child.exitCode !== null) throw new Error(`The child ended by itself, having said: ${said}`);
          return said.split('\n').includes(line);
        },
        { what: `the child to say "${line}"` },
      );
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill: async () => {
      child.kill('SIGKILL');
      await eventually(() => child.signalCode !== null, { what: 'the child to end' });
    },
  };
}
