import { DeviceId, instant, type Instant, PatientId } from '#libs/contracts';
import fc from 'fast-check';
import {
  BackdatingNeedsReasonError,
  DeviceHeldError,
  DeviceIssuedInFutureError,
  DeviceNotHeldError,
} from './device-errors.ts';
import { currentHolding, decideIssue, decideRecovery } from './holdings.ts';

const id = DeviceId.parse('watch-1');
const ada = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const grace = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const at = (minute: number): Instant => instant(Date.UTC(2026, 10, 22, 8, minute));
const issue = (holdings: Parameters<typeof decideIssue>[0]['holdings'], patientId: PatientId, from: Instant) =>
  decideIssue({ id, holdings }, { patientId, from, reason: 'Handed over at the bedside', now: at(59) });

describe('Issuing a device', () => {
  it('begins a holding that has no end yet', () => {
    expect(issue([], ada, at(0))).toEqual({ change: 'begin', holding: { patientId: ada, from: at(0), until: null } });
  });

  it('changes nothing when the patient has it already', () => {
    expect(issue([{ patientId: ada, from: at(0), until: null }], ada, at(5)).change).toBe('none');
  });

  it('refuses while another patient has it', () => {
    expect(() => issue([{ patientId: grace, from: at(0), until: null }], ada, at(5))).toThrow(DeviceHeldError);
  });

  it('refuses a time to come', () => {
    expect(() =>
      decideIssue({ id, holdings: [] }, { patientId: ada, from: at(6), reason: undefined, now: at(5) }),
    ).toThrow(DeviceIssuedInFutureError);
  });

  it('as of an earlier time needs a reason, beyond what clocks and typing account for', () => {
    const asOf = (minute: number, reason?: string) =>
      decideIssue({ id, holdings: [] }, { patientId: ada, from: at(minute), reason, now: at(30) });
    expect(() => asOf(24)).toThrow(BackdatingNeedsReasonError);
    expect(asOf(24, 'Fitted on the ward round')).toMatchObject({ holding: { from: at(24) } });
    expect(asOf(26)).toMatchObject({ holding: { from: at(26) } });
  });

  it('never begins before the one before has ended', () => {
    const decision = issue([{ patientId: grace, from: at(0), until: at(10) }], ada, at(5));
    expect(decision).toMatchObject({ change: 'begin', holding: { from: at(10) } });
  });
});

describe('Recovering a device', () => {
  it('refuses when nobody has it', () => {
    expect(() => decideRecovery({ id, holdings: [{ patientId: ada, from: at(0), until: at(1) }] }, at(2))).toThrow(
      DeviceNotHeldError,
    );
  });

  it('never ends a holding before it began', () => {
    expect(decideRecovery({ id, holdings: [{ patientId: ada, from: at(5), until: null }] }, at(4)).until).toBe(at(5));
  });
});

it('whatever is issued and recovered whenever, holdings never overlap', () => {
  const command = fc.record({ patient: fc.constantFrom(ada, grace), minute: fc.integer({ min: 0, max: 58 }) });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      let holdings: Parameters<typeof decideIssue>[0]['holdings'] = [];
      for (const { patient, minute } of commands) {
        const current = currentHolding(holdings);
        if (current !== undefined && current.patientId !== patient) {
          holdings = [...holdings.slice(0, -1), decideRecovery({ id, holdings }, at(minute))];
        }
        const decision = issue(holdings, patient, at(minute));
        if (decision.change === 'begin') holdings = [...holdings, decision.holding];
      }
      for (const [index, holding] of holdings.slice(1).entries()) {
        const before = holdings[index]?.until ?? null;
        expect(before !== null && before <= holding.from).toBe(true);
      }
    }),
  );
});
