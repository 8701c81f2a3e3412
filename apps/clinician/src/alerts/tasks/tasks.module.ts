import type { Capability } from '../../parts.module.ts';
import { DueTasksService } from './due-tasks.service.ts';
import { RequestsConsumer } from './requests.consumer.ts';
import { TasksController } from './tasks.controller.ts';
import { TasksService } from './tasks.service.ts';
import { TasksStore } from './tasks.store.ts';

export const tasks: Capability = {
  controllers: [TasksController, RequestsConsumer],
  providers: [TasksService, TasksStore, DueTasksService],
};
