import { Injectable } from '@nestjs/common';
import { NotesService } from '../../record/notes/notes.service.ts';
import { AlertNotFoundError } from './alert-errors.ts';
import { AlertsStore } from './alerts.store.ts';

/** Refuses a note about an alert that is not the patient's. */
@Injectable()
export class NotedAlertsService {
  constructor(notes: NotesService, store: AlertsStore) {
    notes.adding.add(async ({ client }, { patientId, alertId }) => {
      if (alertId === null) return;
      const alert = await store.lock(client, alertId);
      if (alert?.patientId !== patientId) throw new AlertNotFoundError(alertId);
    });
  }
}
