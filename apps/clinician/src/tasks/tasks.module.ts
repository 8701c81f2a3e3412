import type { Capability } from '../parts.module.ts';
import { TasksController } from './tasks.controller.ts';
import { TasksService } from './tasks.service.ts';
import { TasksStore } from './tasks.store.ts';

export const tasks: Capability = {
  controllers: [TasksController],
  providers: [TasksService, TasksStore],
};
