import fc from 'fast-check';
import { v5 } from 'uuid';
import { observationId } from './events/derived-ids.ts';
import { derivedId, MessageId, ObservationId, PatientId } from './ids.ts';

describe('A derived id', () => {
  it('is the UUIDv5 of its causes in our namespace, by whatever means it is worked out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ unit: 'binary' })), (kind, causes) => {
        const name = [kind, ...causes].join('\n');
        expect(derivedId(kind, ...causes)).toBe(v5(name, 'b9f6a5c2-7f0e-5d0b-9a51-6d0f6c3f2e11'));
      }),
    );
  });
});

describe("A reading's id", () => {
  it('is a UUID of its own for each reading that a message can carry', () => {
    const messageId = MessageId.parse('4c7c6f0e-1a54-4b52-8f3e-0d6f0b6f9a10');
    const ids = Array.from({ length: 500 }, (_, index) => observationId('dev-1', messageId, index));
    expect(new Set(ids).size).toBe(500);
    for (const id of ids) expect(ObservationId.safeParse(id).success).toBe(true);
  });
});

describe("A message's id", () => {
  it.each(['4c7c6f0e-1a54-4b52-8f3e-0d6f0b6f9a10', '17', 'überwachung 7', '🫀'])('may be %j', (text) => {
    expect(MessageId.safeParse(text).success).toBe(true);
  });

  it.each(['', 'a\nb', 'a\u0000b', '\ud800', 'x'.repeat(129)])('may not be %j', (text) => {
    expect(MessageId.safeParse(text).success).toBe(false);
  });
});

it('takes an id in capitals for the same id', () => {
  const id = derivedId('test-patient', 'a');
  expect(PatientId.parse(id.toUpperCase())).toBe(PatientId.parse(id));
});
