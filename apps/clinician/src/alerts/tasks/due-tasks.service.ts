import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { LiveService } from '../../commands/live-changes/live-changes.service.ts';
import { CLOCK, DATABASE, LOGGER } from '../../parts.module.ts';
import { TasksStore } from './tasks.store.ts';

const lookEveryMilliseconds = 1000;
const tasksAtOnce = 500;

/**
 * Shows tasks to those who watch when they fall due: each once, within about a second, by one of however many processes
 * look. What fell due while none was running is shown when one is again.
 */
@Injectable()
export class DueTasksService implements OnApplicationBootstrap, OnModuleDestroy {
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: TasksStore,
    private readonly live: LiveService,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    }, lookEveryMilliseconds).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    try {
      while ((await this.#showDue()) === tasksAtOnce);
    } catch (error) {
      this.logger.warn({ event: 'due-tasks-failed', err: error }, 'Tasks that fell due could not be shown yet');
    }
  }

  async #showDue(): Promise<number> {
    return this.database.transaction(async (client) => {
      const tasks = await this.store.takeDue(client, this.clock.now(), tasksAtOnce);
      await this.live.append(
        client,
        tasks.map((task) => ({ kind: 'task', wardId: task.wardId, task })),
      );
      return tasks.length;
    });
  }
}
