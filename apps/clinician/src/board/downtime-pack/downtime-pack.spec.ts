import { news2Chart } from '#libs/clinical';
import { type BoardRow, type Contact, ContactId, instant, type PatientId } from '#libs/contracts';
import { aBoardRow, anAlert, anObservationSet, aPathway, aScore, aWard } from '#libs/fixtures';
import { composeDowntimePack, type DowntimePack, type DowntimePackFacts, type PlanOfPatient } from './downtime-pack.ts';

const now = instant(Date.parse('2026-11-22T20:00:00Z'));
const row = aBoardRow();

const plan: PlanOfPatient = {
  plan: {
    oxygenScale: null,
    lapsedOxygenScale: null,
    exclusion: null,
    thresholds: [],
    ceilingOfCare: null,
    escalation: { alertAtMost: 'none', instruction: 'Call the palliative team' },
    pauses: [],
  },
  pathway: { file: aPathway({ title: 'Acute respiratory infection' }), chart: news2Chart },
};

const pack = (rows: readonly BoardRow[], over: Partial<DowntimePackFacts> = {}): DowntimePack =>
  composeDowntimePack({
    board: { ward: aWard({ name: 'Lungs at home', patients: rows.length }), rows: [...rows], asOf: now },
    plans: new Map<PatientId, PlanOfPatient>([[row.patientId, plan]]),
    contacts: new Map(),
    escalation: [],
    chartOf: () => news2Chart,
    ...over,
  });

/** Everything that stands under a heading, as text. */
function under({ sections }: DowntimePack, heading: string): string {
  const section = sections.find((one) => one.heading === heading);
  const ofPart = sections.flatMap(({ parts }) => parts).filter((part) => part.heading === heading);
  return JSON.stringify([section?.parts ?? [], ofPart]);
}

describe('A downtime pack', () => {
  it('begins with the ward, when it was made, and what it does not have', () => {
    const { title, running, intro } = pack([]);
    expect(title).toBe('Downtime pack: Lungs at home');
    expect(running).toBe('Lungs at home, made at 20:00 on 22 November 2026');
    expect(intro.join(' ')).toMatch(/Made at 20:00 on 22 November 2026\. What has happened since .* 0 patients are on/);
  });

  it('says that no escalation numbers are set, rather than leave them out', () => {
    expect(under(pack([]), 'Escalation numbers')).toContain('No escalation numbers are set.');
  });

  it('has whom to call, in their order', () => {
    const escalation = [
      { name: 'Night team', about: 'on call until 08:00', phone: '01632 960123' },
      { name: 'Switchboard', about: 'any time', phone: '01632 960000' },
    ];
    expect(under(pack([], { escalation }), 'Escalation numbers')).toContain(
      '[["Night team","01632 960123","on call until 08:00"],["Switchboard","01632 960000","any time"]]',
    );
  });

  it('lists everyone first, by urgency, and then each', () => {
    const rows = [
      { ...row, familyName: 'Worst' },
      { ...row, familyName: 'Well' },
    ];
    const { sections } = pack(rows);
    const headings = sections.map(({ heading }) => heading);
    expect(headings).toEqual(['Escalation numbers', 'Everyone, most urgent first', 'Worst, Ada', 'Well, Ada']);
  });

  it('never calls a patient without a score well', () => {
    expect(under(pack([row]), 'Everyone, most urgent first')).toContain('"none","not known","0"');
    expect(under(pack([row]), 'Score')).toContain('There is no score.');
    expect(under(pack([row]), 'Open alerts')).toContain('No alert is open.');
  });

  it('has who a patient is', () => {
    expect(under(pack([row]), 'Byron, Ada')).toMatch(
      /NHS number 999 \d{3} \d{4}\. Born 4 March 1951, 75 years old\..*On the pathway Acute respiratory infection/,
    );
  });

  it('has the score, the last readings with points and times, and what was never measured', () => {
    const [pulse, ...rest] = anObservationSet(row.patientId, new Date(now), {
      values: { 'pulse-rate': 134 },
    }).observations;
    if (pulse === undefined) throw new Error('no reading');
    const inputs = [
      { parameter: 'pulseRate', code: pulse.code, observationId: pulse.id, value: 134, takenAt: now, ageSeconds: 0 },
    ];
    const score = aScore(row.patientId, new Date(now), {
      inputs,
      total: null,
      max: 15,
      highestTier: 'high',
      components: { pulseRate: 3, respirationRate: 0, oxygenSaturation: 0, consciousness: 0 },
      missing: ['supplementalOxygen', 'systolicPressure', 'temperature'],
    });
    const made = pack([{ ...row, score, latest: [pulse, ...rest], alerts: [anAlert()] }]);
    expect(under(made, 'Everyone, most urgent first')).toContain('"2–15","unclear, up to high","1"');
    expect(under(made, 'Score')).toContain('NEWS2 2–15 (up to high): pulse 134 per minute (3 points)');
    expect(under(made, 'Last readings')).toContain('["Pulse","134 per minute","20:00 on 22 November","3 points"]');
    expect(under(made, 'Last readings')).toContain('["Temperature","not measured","never","missing"]');
    expect(under(made, 'Open alerts')).toContain('Medium alert, open since');
  });

  it('has the plan with its ceiling of care', () => {
    expect(under(pack([row]), 'Plan')).toMatch(/Ceiling of care: no alerts.*Call the palliative team\..*scale 1/);
  });

  it('says when the next reading is due, or how late it is', () => {
    const due = (at: string): BoardRow => ({ ...row, nextDue: { at: instant(Date.parse(at)), codes: ['pulse-rate'] } });
    expect(under(pack([due('2026-11-22T21:00:00Z')]), 'Score')).toContain('due at 21:00 on 22 November.');
    expect(under(pack([due('2026-11-22T19:40:00Z')]), 'Score')).toContain('Pulse: 20 min overdue');
  });

  it('has whom the patient has, with every way to reach them', () => {
    const contact: Contact = {
      id: ContactId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a0a'),
      kind: 'next-of-kin',
      name: 'Annabella',
      relationship: 'daughter',
      phone: '01632 960123',
      email: null,
      address: '1 Test Street',
      preferred: true,
      notes: 'Key safe 1234',
      revision: 1,
    };
    const made = pack([row], { contacts: new Map([[row.patientId, [contact]]]) });
    expect(under(made, 'Contacts')).toContain(
      'Annabella (daughter, to try first): 01632 960123; 1 Test Street. Key safe 1234',
    );
    expect(under(pack([row]), 'Contacts')).toContain('No contacts are entered.');
  });
});
