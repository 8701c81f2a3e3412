import { Injectable } from '@nestjs/common';
import { NotesService } from '../../record/notes/notes.service.ts';
import { AlertAnswersService } from './alert-answers.service.ts';
import { AlertNotFoundError } from './alert-errors.ts';
import { AlertsStore } from './alerts.store.ts';

/** Refuses a note about an alert that is not the patient's; one that is follows up the acknowledgement. */
@Injectable()
export class NotedAlertsService {
  constructor(notes: NotesService, store: AlertsStore, answers: AlertAnswersService) {
    notes.adding.add(async (command, { patientId, alertId }) => {
      if (alertId === null) return;
      const alert = await store.lock(command.client, alertId);
      if (alert?.patientId !== patientId) throw new AlertNotFoundError(alertId);
      await answers.followUp(command, alertId);
    });
  }
}
