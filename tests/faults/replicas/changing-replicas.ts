import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#libs/fixtures';
import { wallClockMs } from '../../load/observation-messages.ts';
import type { ServiceProcess } from '../../outside/service-process.ts';
import type { SeparateServices } from '../separate-services.ts';
import type { PlannedChange, ReplicatedService } from './planned-changes.ts';

/** What was done to which replica, and when. */
export interface ReplicaChange {
  readonly atMs: number;
  readonly words: string;
}

const mostReplicas = 3;

/** Kills replicas and changes their number as planned; at least one replica of each service is ready at any time. */
export class ChangingReplicas {
  readonly #services: SeparateServices;
  readonly #ready: Record<ReplicatedService, Set<ServiceProcess>>;
  /** With those that are on their way back. */
  readonly #running: Record<ReplicatedService, number>;
  readonly #returning: Promise<unknown>[] = [];
  readonly changes: ReplicaChange[] = [];

  constructor(services: SeparateServices) {
    const { gateway, scoring, clinician } = services.replicas;
    this.#services = services;
    this.#ready = { gateway: new Set(gateway), scoring: new Set(scoring), clinician: new Set(clinician) };
    this.#running = { gateway: gateway.length, scoring: scoring.length, clinician: clinician.length };
  }

  /** Resolves once the last of the changes is over, and all that are to come back are back. */
  async follow(planned: readonly PlannedChange[], say: (line: string) => void): Promise<void> {
    const beganAtMs = performance.now();
    for (const change of planned) {
      await pause(Math.max(0, change.afterMs - (performance.now() - beganAtMs)));
      const words = await this.#make(change);
      this.changes.push({ atMs: wallClockMs(), words });
      say(`${((performance.now() - beganAtMs) / 1000).toFixed(1)} s: ${words}`);
    }
    await Promise.all(this.#returning);
  }

  async #make(change: PlannedChange): Promise<string> {
    const { service, what, awayMs } = change;
    if (what === 'kill') {
      const victim = await this.#take(change);
      await victim.killHard();
      this.#later(this.#return(victim, awayMs));
      return `a ${service} replica is killed, for ${(awayMs / 1000).toFixed(1)} s`;
    }
    if (this.#running[service] < mostReplicas) {
      this.#running[service] += 1;
      this.#later(this.#add(service));
      return `a ${service} replica is added`;
    }
    this.#running[service] -= 1;
    await (await this.#take(change)).stop();
    return `a ${service} replica is stopped for good`;
  }

  /** Another stays behind. */
  async #take({ service, which }: PlannedChange): Promise<ServiceProcess> {
    const ready = this.#ready[service];
    await eventually(() => ready.size > 1, { what: `two replicas of ${service} are ready`, withinMs: 60_000 });
    const taken = [...ready][Math.floor(which * ready.size)];
    if (taken === undefined) throw new Error(`No replica of ${service} is ready.`);
    ready.delete(taken);
    return taken;
  }

  /** A replica that does not start is found at the end; until then its failure must not end this process. */
  #later(work: Promise<void>): void {
    work.catch(() => undefined);
    this.#returning.push(work);
  }

  async #add(service: ReplicatedService): Promise<void> {
    this.#ready[service].add(await this.#services.startReplica(service));
  }

  async #return(replica: ServiceProcess, awayMs: number): Promise<void> {
    await pause(awayMs);
    await replica.restart();
    this.#ready[replica.name].add(replica);
  }
}
