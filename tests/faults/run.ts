/**
 * `npm run faults`: every fault of tests/faults/catalogue beside a ward that has nothing to do with it, on embedded parts
 * and on real servers, and a table at the end. `--seed`, `--seconds` of each, `--only` those whose names match, and `--on`
 * embedded or real. Ends with status 1 where one does not hold or could not be tried.
 *
 * `npm run faults -- hour 60`: every nuisance at once for so many minutes, and what memory, files and connections come to.
 *
 * `npm run faults -- replicas 5`: so many minutes of sets of many patients on a Mosquitto, a Kafka and a Postgres of its own,
 * two replicas and more of each service, which are killed, come back, are added and stopped as `--seed` says; `--rate` sets
 * a second (40 unless it is said). A table at the end says how long sets waited after each change. Ends with status 1 where a set is lost,
 * doubled or out of order, or an alert missing.
 *
 * `npm run faults -- soak 60`: so many minutes at a steady `--rate` of sets (1,000 a second unless it is said) on a gateway service,
 * two scoring and two clinician services; what each takes every half minute, and whether anything grows.
 *
 * `npm run faults -- escalation`: alerts that escalate while services and database are killed at random, and what is wrong
 * afterwards. `--alerts` (1,000 unless it is said) and `--seed`; `--kills` says how often each part is killed. Ends with
 * status 1 where anything is wrong.
 *
 * `npm run faults -- silence`: lives of people who are gravely ill, `--lives` of them (100,000 unless it is said), and the
 * smallest one that ends in silence, as a test. Ends with status 1 where there is one.
 *
 * `npm run faults -- containers`: tests/containers alone, which builds docker/Dockerfile where Docker's engine answers, starts
 * docker/docker-compose.yml, and stops one container after the other while patients become ill.
 *
 * `npm run faults -- upgrade [REVISION]`: the last released version, or the revision, beside this one on the same database and
 * log, its replicas replaced one by one and back, while patients become ill. `--on` postgres or kafka; both unless it is said.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { EscalatingWards } from '../outside/escalating-wards.ts';
import { MessageReceiver } from '../outside/message-receiver.ts';
import { escalateUnderFaults, type FaultsSummary } from './escalation/escalation-faults.ts';
import { runAllFaults } from './all-faults.ts';
import { seededRandom } from './escalation/seeded-random.ts';
import { hourOfAll } from './hour-of-all.ts';
import { faultsOf, slownessOf } from './measuring/fault-result.ts';
import { faultTable } from './measuring/fault-table.ts';
import { replicasOnRealServers } from './replicas/replicas-on-real-servers.ts';
import { faultsOfReplicas } from './replicas/replicas-result.ts';
import { replicasTable } from './replicas/replicas-table.ts';
import { soak } from './soak/soak.ts';
import { soakFaults, soakRows, soakTable } from './soak/soak-verdict.ts';
import { TwoClinicians } from './escalation/two-clinicians.ts';
import { upgradeFaults } from './upgrade/upgrade-faults.ts';

const simulatedMinutes = 10;
/** So many messages of a hundred are answered with an error, and are to come again. */
const refusedOfAHundred = 2;

async function escalation({ alerts, seed, killsEach }: { alerts: number; seed: number; killsEach: number }) {
  console.log(`${String(alerts)} alerts, seed ${String(seed)}: --seed ${String(seed)} kills at the same moments again`);
  const random = seededRandom(seed + 1);
  const receiver = await MessageReceiver.start(() => random() * 100 < refusedOfAHundred);
  const clinicians = await TwoClinicians.start(receiver.settings);
  const wards = new EscalatingWards(clinicians.api(0), receiver.url);
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  try {
    return await escalateUnderFaults(
      { clinicians, receiver, wards },
      { alerts, seed, minutes: simulatedMinutes, killsEach, say },
    );
  } finally {
    await clinicians.stop();
    await receiver.stop();
  }
}

function print(summary: FaultsSummary): void {
  const { notifications: sums, faults } = summary;
  console.log(`\nEscalation under faults, ${String(simulatedMinutes)} simulated minutes`);
  console.log(`  alerts         ${String(summary.alerts)}, ${String(summary.acknowledged)} of them acknowledged`);
  console.log(`  kill -9        ${String(summary.kills)} times`);
  console.log(`  steps          ${String(summary.steps)}, ${String(summary.repaired)} put right by the auditor`);
  console.log(
    `  notifications  ${String(sums.created)}: ${String(sums.delivered)} delivered, ${String(sums.failed)} failed, ${String(sums.superseded)} superseded, ${String(sums.pending)} pending`,
  );
  console.log(`  messages       ${String(summary.received)} arrived, ${String(summary.receivedAgain)} of them again`);
  if (faults.length === 0) console.log('  nothing is wrong');
  for (const fault of faults.slice(0, 50)) console.log(`  WRONG: ${fault}`);
  if (faults.length > 50) console.log(`  and ${String(faults.length - 50)} more`);
}

/** The lives and what judges them are those of a unit test, beside the rules that they try. */
async function silence({ lives, seed }: { lives: number; seed: number }): Promise<void> {
  const program = 'libs/timeline/src/never-silent/search.harness.ts';
  const words = [...process.execArgv, program, String(lives), String(seed)];
  const child = spawn(process.execPath, words, { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = code === 0 ? 0 : 1;
}

async function all(options: { seed: number; seconds: number; only: RegExp; on: string | undefined }): Promise<void> {
  console.log(`Every fault, seed ${String(options.seed)}`);
  const everything = ['embedded', 'real servers'] as const;
  const on = everything.filter((parts) => parts.startsWith(options.on ?? ''));
  const say = (line: string): void => {
    console.log(line);
  };
  const { results, notTried } = await runAllFaults({ ...options, on, say });
  console.log(`\n${faultTable(results)}`);
  const allHold = results.every((one) => faultsOf(one).length + slownessOf(one).length === 0);
  process.exitCode = allHold && notTried.length === 0 ? 0 : 1;
}

async function hour(minutes: number): Promise<void> {
  const say = (line: string): void => {
    console.log(line);
  };
  const { alerts, wrong } = await hourOfAll({ minutes, seed, say });
  console.log(`\nAlerts of the bystander: ${JSON.stringify(alerts)}`);
  console.log(wrong.length === 0 ? 'Nothing grows without a bound' : `WRONG: ${wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** As `npm test` has it among all tests. */
async function containers(): Promise<void> {
  const child = spawn(process.execPath, ['tests/run/test.mjs', 'path', 'tests/containers'], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = code === 0 ? 0 : 1;
}

async function upgrade(revision: string | undefined, log: string | undefined): Promise<void> {
  const everything = ['postgres', 'kafka'] as const;
  const wrong = await upgradeFaults(revision, {
    on: everything.filter((name) => name.startsWith(log ?? '')),
    say: (line) => {
      console.log(line);
    },
  });
  console.log(wrong.length === 0 ? 'Nothing is wrong' : `WRONG: ${wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

async function replicas(options: { minutes: number; seed: number; setsPerSecond: number }): Promise<void> {
  console.log(`Replicas, seed ${String(options.seed)}: --seed ${String(options.seed)} makes the same changes again`);
  const result = await replicasOnRealServers({
    ...options,
    say: (line) => {
      console.log(`  ${line}`);
    },
  });
  console.log(`\n${replicasTable(result)}`);
  const wrong = faultsOfReplicas(result);
  console.log(wrong.length === 0 ? 'Nothing is wrong' : `WRONG: ${wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** A quarter of it has a look at least. */
const fewestSoakMinutes = 4;

async function soakFor(minutes: number, setsPerSecond: number): Promise<void> {
  if (!(minutes >= fewestSoakMinutes)) {
    console.error(`A soak takes ${String(fewestSoakMinutes)} minutes at least: its quarters are compared.`);
    process.exitCode = 2;
    return;
  }
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  const { looks, load } = await soak({ minutes, setsPerSecond, say });
  const rows = soakRows(looks, setsPerSecond);
  const { readingToAlertMs: alerts, alertsMissed: missed = 0 } = load;
  console.log(`\n${soakTable(rows)}\n\n${(load.sent / load.seconds).toFixed(0)} sets/s for ${String(minutes)} minutes`);
  if (alerts !== undefined)
    console.log(
      `${String(alerts.count)} alerts, p50 ${alerts.p50.toFixed(0)} ms, p99 ${alerts.p99.toFixed(0)} ms, longest ${alerts.max.toFixed(0)} ms`,
    );
  const wrong = [...soakFaults(rows), ...(missed === 0 ? [] : [`${String(missed)} alerts are missing`])];
  console.log(wrong.length === 0 ? 'Nothing grows, and the lag is bounded' : `WRONG: ${wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    alerts: { type: 'string' },
    lives: { type: 'string' },
    seed: { type: 'string' },
    kills: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    on: { type: 'string' },
    rate: { type: 'string' },
  },
});
const [fault, parameter] = positionals;
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (fault === 'silence') {
  await silence({ lives: Number(values.lives ?? 100_000), seed });
} else if (fault === 'hour') {
  await hour(Number(parameter ?? 60));
} else if (fault === 'replicas') {
  await replicas({ minutes: Number(parameter ?? 5), seed, setsPerSecond: Number(values.rate ?? 40) });
} else if (fault === 'soak') {
  await soakFor(Number(parameter ?? 60), Number(values.rate ?? 1_000));
} else if (fault === 'containers') {
  await containers();
} else if (fault === 'upgrade') {
  await upgrade(parameter, values.on);
} else if (fault === undefined) {
  const { only = '', on } = values;
  await all({ seed, seconds: Number(values.seconds ?? 10), only: new RegExp(only, 'i'), on });
} else if (fault !== 'escalation') {
  console.error('Usage: npm run faults [-- --seed 1 --seconds 10 --only Postgres --on embedded]');
  console.error('       npm run faults -- hour [60]');
  console.error('       npm run faults -- replicas [5] [--seed 1] [--rate 40]');
  console.error('       npm run faults -- soak [60] [--rate 1000]');
  console.error('       npm run faults -- containers');
  console.error('       npm run faults -- upgrade [REVISION] [--on postgres]');
  console.error('       npm run faults -- escalation [--alerts 1000] [--seed 1] [--kills 6]');
  console.error('       npm run faults -- silence [--lives 100000] [--seed 1]');
  process.exitCode = 2;
} else {
  const summary = await escalation({
    alerts: Number(values.alerts ?? 1000),
    seed,
    killsEach: Number(values.kills ?? 6),
  });
  print(summary);
  process.exitCode = summary.faults.length === 0 ? 0 : 1;
}
