import { instant, PatientId, StayId } from '#libs/contracts';
import { refusedTask } from './refused-task.ts';

const firstAt = instant(Date.parse('2026-11-22T08:00:00Z'));
const patientId = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');

describe('The task for a device that is refused', () => {
  it('asks for the patient to be measured otherwise', () => {
    const stay = { id: StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'), patientId };
    expect(
      refusedTask(
        { deviceId: 'cuff-1', patientId, messages: 3, firstAt, firstReason: 'time-in-future', aheadSeconds: null },
        stay,
      ),
    ).toMatchObject({
      kind: 'device-refused',
      subject: 'cuff-1',
      dueAt: firstAt,
      silentParty: null,
      words: expect.stringContaining('measure otherwise'),
    });
  });
});
