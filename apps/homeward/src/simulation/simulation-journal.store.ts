import { GatewayId, Instant } from '#libs/contracts';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the simulation must know tomorrow: its gateway's secret, which Homeward shows once, and how far it has come. */
const SimulationJournal = z.object({
  gateway: z.object({ gatewayId: GatewayId, secret: z.string() }).optional(),
  /** No reading was taken later than this. */
  lastTakenAt: Instant.optional(),
});
export type SimulationJournal = Readonly<z.infer<typeof SimulationJournal>>;

/** `simulation.json` in HOMEWARD_HOME, readable by its owner alone. */
export class SimulationJournalStore {
  readonly #path: string;

  constructor(private readonly home: string) {
    this.#path = join(home, 'simulation.json');
  }

  /** An empty journal where there is none, or none that can be read: everything in it can be made anew. */
  async read(): Promise<SimulationJournal> {
    try {
      return SimulationJournal.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      return {};
    }
  }

  async write(journal: SimulationJournal): Promise<void> {
    await mkdir(this.home, { recursive: true });
    const draft = `${this.#path}.${String(process.pid)}`;
    await writeFile(draft, `${JSON.stringify(journal, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.#path);
  }
}
