import { ExpiringRecords } from './expiring-records.ts';

const anyone = () => '192.0.2.1';

describe('What the provider remembers while a person signs in', () => {
  it('is gone once its time is over', async () => {
    let seconds = 0;
    const codes = new ExpiringRecords(() => seconds, anyone).adapterFor('AuthorizationCode');
    await codes.upsert('c1', { accountId: 'nurse' }, 60);
    seconds = 59;
    expect(await codes.find('c1')).toMatchObject({ accountId: 'nurse' });
    seconds = 60;
    expect(await codes.find('c1')).toBeUndefined();
  });

  it('is kept apart by kind, and found by session uid', async () => {
    const records = new ExpiringRecords(() => 0, anyone);
    await records.adapterFor('Session').upsert('s1', { uid: 'u1' }, 60);
    expect(await records.adapterFor('Session').findByUid('u1')).toMatchObject({ uid: 'u1' });
    expect(await records.adapterFor('Interaction').find('s1')).toBeUndefined();
  });

  it('says when a code has been used, and takes back everything that hung on a grant', async () => {
    const codes = new ExpiringRecords(() => 7, anyone).adapterFor('AuthorizationCode');
    await codes.upsert('c1', { grantId: 'g1' }, 60);
    await codes.consume('c1');
    expect(await codes.find('c1')).toMatchObject({ consumed: 7 });
    await codes.revokeByGrantId('g1');
    expect(await codes.find('c1')).toBeUndefined();
  });

  it('never grows beyond its bound: the oldest of those with the most go first', async () => {
    let owner = '';
    const records = new ExpiringRecords(
      () => 0,
      () => owner,
    );
    const interactions = records.adapterFor('Interaction');
    owner = 'one person';
    await interactions.upsert('theirs', {}, 600);
    for (let attempt = 0; attempt < 5100; attempt += 1) {
      owner = `address ${String(attempt % 50)}`;
      await interactions.upsert(String(attempt), {}, 600);
    }
    expect(records.size).toBe(5000);
    expect(await interactions.find('0')).toBeUndefined();
    expect(await interactions.find('5099')).toBeDefined();
    expect(await interactions.find('theirs')).toBeDefined();
  });

  it('keeps no more than 200 of a kind for one address, and takes none of another address for it', async () => {
    let owner = 'one person';
    const records = new ExpiringRecords(
      () => 0,
      () => owner,
    );
    const interactions = records.adapterFor('Interaction');
    await interactions.upsert('theirs', {}, 600);
    owner = 'a flood';
    for (let attempt = 0; attempt < 5000; attempt += 1) await interactions.upsert(String(attempt), {}, 600);
    expect(records.size).toBe(201);
    expect(await interactions.find('theirs')).toBeDefined();
    expect(await interactions.find('4799')).toBeUndefined();
    expect(await interactions.find('4800')).toBeDefined();
  });
});
