import { ChangePatientFlags, type PatientFlag } from '#libs/contracts';
import { faultsOfFlags, flagsBody, typedFlags } from './flags-typed.ts';

const flags: readonly PatientFlag[] = [
  { kind: 'allergy', text: 'Penicillin' },
  { kind: 'falls-risk', text: null },
];

describe('The flags of a patient', () => {
  it('left alone are the same again, with the reason', () => {
    const body = flagsBody({ ...typedFlags(flags), reason: ' Checked ' });
    expect(body).toEqual({ flags, reason: 'Checked' });
    expect(ChangePatientFlags.safeParse(body).success).toBe(true);
  });

  it('are refused where an allergy does not say to what, and without a reason', () => {
    const typed = { flags: [{ kind: 'falls-risk', text: '' } as const, { kind: 'allergy', text: ' ' } as const] };
    expect(faultsOfFlags({ ...typed, reason: '' }).map(({ path }) => path)).toEqual(['flags.1.text', 'reason']);
  });
});
