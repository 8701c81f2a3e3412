import { StayId, WardId } from '#libs/contracts';
import { assertAdmissible } from './admission.ts';
import { PatientAlreadyAdmittedError, WardFullError } from './stay-errors.ts';

const wardId = WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const openStayId = StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');

const admit = (bedsTaken: number, open?: StayId) => (): void => {
  assertAdmissible({ ward: { id: wardId, beds: 2, bedsTaken }, patient: { id: 'ada', openStayId: open } });
};

describe('An admission', () => {
  it('takes the last free bed', () => {
    expect(admit(1)).not.toThrow();
  });

  it.each([2, 3])('is refused with %i of 2 beds taken', (taken) => {
    expect(admit(taken)).toThrow(WardFullError);
  });

  it('is refused to somebody who is on a ward, full or not', () => {
    expect(admit(0, openStayId)).toThrow(PatientAlreadyAdmittedError);
    expect(admit(2, openStayId)).toThrow(PatientAlreadyAdmittedError);
  });
});
