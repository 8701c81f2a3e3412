import type { PatientId, WardId } from '#libs/contracts';
import fc from 'fast-check';
import type { Caller } from '../../running-clinician.harness.ts';

/** What is done to one of two records before they are merged. */
export type RecordCommand =
  | { readonly do: 'note' | 'contact' | 'admit' | 'discharge' | 'issue' | 'recover' }
  | { readonly do: 'flag'; readonly kind: 'falls-risk' | 'dnacpr' }
  | { readonly do: 'plan'; readonly limit: number };

export interface CommandOn {
  readonly record: 'survivor' | 'duplicate';
  readonly command: RecordCommand;
}

export const recordCommands: fc.Arbitrary<readonly CommandOn[]> = fc.array(
  fc.record({
    record: fc.constantFrom('survivor' as const, 'duplicate' as const),
    command: fc.oneof(
      fc.record({ do: fc.constantFrom('note', 'contact', 'admit', 'discharge', 'issue', 'recover') }),
      fc.record({ do: fc.constant('flag' as const), kind: fc.constantFrom('falls-risk', 'dnacpr') }),
      fc.record({ do: fc.constant('plan' as const), limit: fc.integer({ min: 105, max: 140 }) }),
    ),
  }),
  { minLength: 3, maxLength: 8 },
);

export interface Commanding {
  readonly nurse: Caller;
  readonly wardId: WardId;
  readonly patientId: PatientId;
  /** Issues a new device. */
  readonly issue: (patientId: PatientId) => Promise<unknown>;
  readonly reviewAt: string;
}

/** Does it over HTTP. Some are refused in the state that the record is in, which is part of the trial. */
export async function perform(command: RecordCommand, on: Commanding): Promise<void> {
  const { nurse, wardId, patientId } = on;
  const path = `/v1/patients/${patientId}`;
  const { stay, devices } = (await nurse.get<{ stay: { id: string } | null; devices: readonly string[] }>(path)).body;
  switch (command.do) {
    case 'note':
      await nurse.post(`${path}/notes`, { kind: 'note', text: 'Rang' });
      return;
    case 'contact':
      await nurse.post(`${path}/contacts`, { kind: 'relative', name: 'A daughter', phone: '07700900123' });
      return;
    case 'flag':
      await nurse.put(`${path}/flags`, { flags: [{ kind: command.kind }], reason: 'Found at a visit' });
      return;
    case 'plan': {
      const { limit } = command;
      const threshold = { effect: 'alert', code: 'pulse-rate', direction: 'above', limit, tier: 'medium' };
      await nurse.put(`${path}/plan`, { thresholds: [{ ...threshold, reason: 'Fast', reviewAt: on.reviewAt }] });
      return;
    }
    case 'admit':
      await nurse.post('/v1/stays', { patientId, wardId, pathway: 'acute-respiratory' });
      return;
    case 'discharge':
      if (stay !== null) await nurse.post(`/v1/stays/${stay.id}/discharge`);
      return;
    case 'issue':
      await on.issue(patientId);
      return;
    case 'recover':
      for (const deviceId of devices.slice(0, 1)) await nurse.post(`/v1/devices/${deviceId}/recover`);
  }
}
