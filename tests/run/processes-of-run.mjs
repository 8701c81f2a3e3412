import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The processes, other than this one, whose environment carries the mark. Linux only: elsewhere none is found. */
function processesWith(mark) {
  let pids;
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  } catch {
    return []; // No /proc: not Linux.
  }
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOMEWARD_TEST_RUN=${mark}`);
    } catch {
      return false; // It has ended meanwhile, or belongs to somebody else: not ours.
    }
  });
}

function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') console.error(`Process ${pid} could not be ended: ${error.message}`);
    }
  }
}

/**
 * Ends what a test run has left behind, as one that is broken off does: politely, and after five seconds not. Knows the
 * processes by the mark in their environment, so it meets no other run's.
 */
export async function endProcessesOfRun(mark) {
  const left = processesWith(mark);
  signal(left, 'SIGTERM');
  for (let turn = 0; turn < 50 && processesWith(mark).length > 0; turn += 1) await pause(100);
  signal(processesWith(mark), 'SIGKILL');
}
