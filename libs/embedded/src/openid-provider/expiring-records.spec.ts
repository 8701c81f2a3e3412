import { ExpiringRecords } from './expiring-records.ts';

describe('What the provider remembers while a person signs in', () => {
  it('is gone once its time is over', async () => {
    let seconds = 0;
    const codes = new ExpiringRecords(() => seconds).adapterFor('AuthorizationCode');
    await codes.upsert('c1', { accountId: 'nurse' }, 60);
    seconds = 59;
    expect(await codes.find('c1')).toMatchObject({ accountId: 'nurse' });
    seconds = 60;
    expect(await codes.find('c1')).toBeUndefined();
  });

  it('is kept apart by kind, and found by session uid', async () => {
    const records = new ExpiringRecords(() => 0);
    await records.adapterFor('Session').upsert('s1', { uid: 'u1' }, 60);
    expect(await records.adapterFor('Session').findByUid('u1')).toMatchObject({ uid: 'u1' });
    expect(await records.adapterFor('Interaction').find('s1')).toBeUndefined();
  });

  it('says when a code has been used, and takes back everything that hung on a grant', async () => {
    const codes = new ExpiringRecords(() => 7).adapterFor('AuthorizationCode');
    await codes.upsert('c1', { grantId: 'g1' }, 60);
    await codes.consume('c1');
    expect(await codes.find('c1')).toMatchObject({ consumed: 7 });
    await codes.revokeByGrantId('g1');
    expect(await codes.find('c1')).toBeUndefined();
  });

  it('never grows beyond its bound: the oldest go first', async () => {
    const records = new ExpiringRecords(() => 0);
    const interactions = records.adapterFor('Interaction');
    for (let attempt = 0; attempt < 5100; attempt += 1) await interactions.upsert(String(attempt), {}, 3600);
    expect(records.size).toBe(5000);
    expect(await interactions.find('0')).toBeUndefined();
    expect(await interactions.find('5099')).toBeDefined();
  });
});
