import type { Command } from 'commander';

import { DeadLetterEntry } from '#libs/contracts';
import { readSettings } from '#libs/settings';

import { runningApi } from '../api/running-api.service.ts';
import { HomewardSettings } from '../settings.ts';
import { aligned } from '../terminal/aligned.ts';

interface ListFlags {
  readonly group?: string;
  readonly topic?: string;
  readonly json?: boolean;
}

/** The rest is in the JSON. */
const shownReasonCharacters = 80;

/** Adds `homeward dead-letters`, which lists records that a service could not process, and `homeward dead-letters replay`. */
export function addDeadLettersCommand(program: Command): void {
  const command = program
    .command('dead-letters')
    .description('List the records that a service could not process, the newest first')
    .option('--group <group>', 'only those of this consumer group')
    .option('--topic <topic>', 'only those of this topic')
    .option('--json', 'whole, as lines of JSON, for scripts')
    .action(list);
  command
    .command('replay')
    .description('Have the group that failed on a record try it again')
    .argument('<id>', 'of the dead letter')
    .action(replay);
}

async function list({ group, topic, json = false }: ListFlags): Promise<void> {
  const api = await openApi();
  const filter = new URLSearchParams({ ...(group && { group }), ...(topic && { topic }) }).toString();
  const rows: string[][] = [];
  for await (const letter of api.all(`/dead-letters${filter && `?${filter}`}`, DeadLetterEntry)) {
    if (json) console.log(JSON.stringify(letter));
    else rows.push(rowOf(letter));
  }
  if (!json) console.log(aligned([['ID', 'GROUP', 'TOPIC', 'KEY', 'FAILED', 'REPLAYS', 'REASON'], ...rows]));
}

async function replay(id: string): Promise<void> {
  const api = await openApi();
  const { group, topic } = await api.ask({
    method: 'POST',
    path: `/dead-letters/${encodeURIComponent(id)}/replay`,
    as: 'administrator',
    answer: DeadLetterEntry,
  });
  console.log(`The group ${group} is to try the record of ${topic} again. If it fails, it is listed again.`);
}

const openApi = () =>
  runningApi(readSettings('homeward dead-letters', HomewardSettings, process.env), 'homeward dead-letters');

function rowOf({ id, group, topic, key, failedAt, replays, reason }: DeadLetterEntry): string[] {
  const line = reason.replaceAll(/\s+/gu, ' ');
  const shown = line.length > shownReasonCharacters ? `${line.slice(0, shownReasonCharacters - 1)}…` : line;
  return [id, group, topic, key, failedAt, String(replays.length), shown];
}
