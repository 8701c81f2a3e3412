import { createLogger } from '#libs/telemetry';
import { DueService } from './due.service.ts';

/** Stands in for the scoring service: so many patients are due, and each look takes some of them. */
class DuePatients {
  advanced = 0;
  failures = 0;
  due: number;

  constructor(due: number) {
    this.due = due;
  }

  resume = (): Promise<void> => Promise.resolve();

  advance = (most: number): Promise<number> => {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('The database is away, for the test.'));
    }
    const patients = Math.min(most, this.due);
    this.due -= patients;
    this.advanced += patients;
    return Promise.resolve(patients);
  };
}

function serviceFor(patients: DuePatients, backlog: () => number = () => 0): DueService {
  return new DueService({
    scoring: patients,
    logger: createLogger({ service: 'scoring', level: 'silent' }),
    lookEveryMilliseconds: 1000,
    backlog: () => Promise.resolve(backlog()),
  });
}

describe('a look for what is due', () => {
  it('goes on until nothing is due any more', async () => {
    const patients = new DuePatients(1234);
    await serviceFor(patients).look();
    expect(patients.advanced).toBe(1234);
  });

  it('is tried again at the next when it fails', async () => {
    const patients = new DuePatients(3);
    patients.failures = 1;
    const service = serviceFor(patients);
    await service.look();
    expect(patients.advanced).toBe(0);
    await service.look();
    expect(patients.advanced).toBe(3);
  });

  it('lets no time pass after a start before what was measured meanwhile has been read', async () => {
    const patients = new DuePatients(3);
    let backlog = 10_000;
    const service = serviceFor(patients, () => backlog);
    await service.look();
    expect(patients.advanced).toBe(0);
    backlog = 100;
    await service.look();
    expect(patients.advanced).toBe(3);
    backlog = 10_000;
    patients.due = 2;
    await service.look();
    expect(patients.advanced).toBe(5);
  });

  it('is the only one at a time', async () => {
    const patients = new DuePatients(3);
    const service = serviceFor(patients);
    expect(service.look()).toBe(service.look());
    await service.onModuleDestroy();
    expect(patients.advanced).toBe(3);
  });
});
