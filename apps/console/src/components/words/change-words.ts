import type { ResourceChange } from '#libs/contracts';
import { timeWords } from './time-words.ts';

/** More than a person reads before deciding; what is on screen is as it is now anyway. */
const mostLines = 5;

/** What changed, by whom and when, a line each, oldest first: `Got worse, to high (Homeward, 08:31)`. */
export function changeWords(changes: readonly ResourceChange[], now: number): readonly string[] {
  const earlier = Math.max(0, changes.length - mostLines);
  const lines = changes.slice(earlier).map(({ text, by, at }) => `${text} (${by.name}, ${timeWords(at, now)})`);
  return earlier === 0 ? lines : [`${String(earlier)} earlier ${earlier === 1 ? 'change' : 'changes'}`, ...lines];
}
