import { PatientId } from '#libs/contracts';
import { keepRecentPatient, recentPatients } from './recent-patients.ts';

const nth = (n: number) => PatientId.parse(`00000000-0000-4000-8000-00000000000${String(n)}`);

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe('The patients looked at last', () => {
  it('are the five newest, each once, the newest first', () => {
    const kept = storage();
    for (const n of [1, 2, 3, 4, 5, 6, 3]) keepRecentPatient(kept, 'ada', nth(n));
    expect(recentPatients(kept, 'ada')).toEqual([3, 6, 5, 4, 2].map(nth));
  });

  it('are those of the person who looked', () => {
    const kept = storage();
    keepRecentPatient(kept, 'ada', nth(1));
    expect(recentPatients(kept, 'neil')).toEqual([]);
  });

  it.each(['{', '"x"', '["x"]'])('are none where %s was kept', (text) => {
    expect(recentPatients({ getItem: () => text }, 'ada')).toEqual([]);
  });
});
