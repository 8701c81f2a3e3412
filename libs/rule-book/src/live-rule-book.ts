import { type RuleBook, RuleSetError } from '#libs/clinical';
import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { pathsBelow, readRuleBook } from './read-rule-book.ts';

/** As much of a logger as is needed here; pino's fits. */
export interface RuleBookLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

interface LiveOptions {
  readonly log: RuleBookLog;
  /** How often the folders are looked at for a change; 2 seconds unless it is said. */
  readonly everyMilliseconds?: number;
}

/**
 * The rule sets in force, read again when a file among them changes. Rules that cannot be used never take the place of
 * rules that can: on any fault the live ones stay, and the fault is logged and kept until a later change has put it
 * right.
 *
 * A version is fixed once it is in force, since scores and alerts name it: a reload may add versions and rule sets, and
 * is refused when it changes or takes away one that is live. A restart begins anew.
 *
 * The folders are looked at again and again rather than watched, because network drives and mounted ConfigMaps change
 * without telling anybody.
 */
export class LiveRuleBook {
  readonly #folders: readonly string[];
  readonly #log: RuleBookLog;
  #current: RuleBook;
  #fault: RuleSetError | undefined;
  #seen: string;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  private constructor(folders: readonly string[], log: RuleBookLog, read: { book: RuleBook; seen: string }) {
    this.#folders = folders;
    this.#log = log;
    this.#current = read.book;
    this.#seen = read.seen;
  }

  /**
   * Reads the folders, and goes on looking at them until it is closed. Does not keep the process alive.
   *
   * @throws RuleSetError with every fault: nothing starts on rules that are wrong.
   */
  static async open(folders: readonly string[], { log, everyMilliseconds = 2000 }: LiveOptions): Promise<LiveRuleBook> {
    // Looked at before it is read: what changes meanwhile is read once more, and not missed.
    const seen = await traceOf(folders);
    const live = new LiveRuleBook(folders, log, { book: await readRuleBook(folders), seen });
    live.#timer = setInterval(() => {
      live.#looking ??= live.#look().finally(() => {
        live.#looking = undefined;
      });
    }, everyMilliseconds).unref();
    return live;
  }

  get current(): RuleBook {
    return this.#current;
  }

  /** Why the files as they are now are not in force; undefined where they are. */
  get fault(): RuleSetError | undefined {
    return this.#fault;
  }

  /**
   * Puts the files as they are now in force.
   *
   * @throws RuleSetError with every fault; the live rules stay, and `fault` tells until a reload succeeds.
   */
  async reload(): Promise<void> {
    try {
      const next = await readRuleBook(this.#folders);
      const faults = brokenPromises(this.#current, next);
      if (faults.length > 0) throw new RuleSetError(faults);
      this.#current = next;
      this.#fault = undefined;
    } catch (error) {
      if (error instanceof RuleSetError) this.#fault = error;
      throw error;
    }
  }

  /** Rejects with the fault while the files as they are now are not in force: for the operator. */
  check(): Promise<void> {
    return this.#fault === undefined ? Promise.resolve() : Promise.reject(this.#fault);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const seen = await traceOf(this.#folders);
    if (seen === this.#seen) return;
    this.#seen = seen;
    try {
      await this.reload();
      const pathways = this.#current.pathways.map(({ key }) => key);
      this.#log.info({ event: 'rule-sets-reloaded', pathways }, 'The rule sets were read again and are in force');
    } catch (error) {
      const faults = error instanceof RuleSetError ? error.faults : [];
      this.#log.error(
        { event: 'rule-sets-refused', faults, err: error },
        'The rule sets that were changed cannot be used; those in force stay',
      );
    }
  }
}

/** What a change of any file, or of which there are, would change. A folder that cannot be read looks like an empty one. */
async function traceOf(folders: readonly string[]): Promise<string> {
  const traces = await Promise.all(
    folders.map(async (folder) => {
      const paths = await pathsBelow(folder).catch(() => []);
      return Promise.all(paths.map(traceOfFile));
    }),
  );
  return traces.flat().join('\n');
}

async function traceOfFile(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return [path, ino, size, mtimeMs, ctimeMs].join(' ');
  } catch {
    // Gone since the folder was listed, or not for us to read: reading it will say so.
    return path;
  }
}

type Fault = RuleSetError['faults'][number];

/** What a reload would change or take away of what is in force. */
function brokenPromises(live: RuleBook, next: RuleBook): readonly Fault[] {
  const pathways = live.pathways.flatMap(({ key, file }) => {
    const same = next.pathway(file.id, file.version)?.file;
    return broken(`pathways/${file.id}.v${String(file.version)}.json`, { key, was: file, is: same });
  });
  const charts = live.charts.flatMap(({ id, file }) =>
    broken(`charts/${id}.json`, { key: id, was: file, is: next.chart(id)?.file }),
  );
  const general = live.generalRules.flatMap(({ key, file }) => {
    const same = next.generalRules.find((rules) => rules.key === key)?.file;
    return broken(`general-rules/${file.id}.v${String(file.version)}.json`, { key, was: file, is: same });
  });
  return [...charts, ...general, ...pathways];
}

function broken(
  file: string,
  { key, was, is }: { readonly key: string; readonly was: unknown; readonly is: unknown },
): readonly Fault[] {
  if (is === undefined) {
    return [{ file, path: '', message: `Found no ${key} any more; expected it to stay, since it is in force.` }];
  }
  if (isDeepStrictEqual(was, is)) return [];
  const message = `Found other rules as ${key}, which scores name; expected them under a new version, or a new id for a chart.`;
  return [{ file, path: '', message }];
}
