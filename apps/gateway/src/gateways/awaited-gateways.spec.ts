import { AwaitedGateways } from './awaited-gateways.ts';
import type { GatewayRow } from './gateways.store.ts';

const rowOf = (gateway_id: string): GatewayRow => ({ gateway_id, secret_sha256: '', disabled: false });

describe('Gateways that are not registered yet', () => {
  it('are looked up together: a flood of unknown ids costs a statement each time, not one each', async () => {
    let statements = 0;
    const awaited = new AwaitedGateways((gatewayIds) => {
      statements += 1;
      return Promise.resolve(gatewayIds.includes('gw-7') ? [rowOf('gw-7')] : []);
    }, 250);
    const rows = await Promise.all(Array.from({ length: 400 }, (_, index) => awaited.wait(`gw-${String(index)}`)));
    expect(rows.filter((row) => row !== undefined)).toEqual([rowOf('gw-7')]);
    expect(statements).toBeLessThan(10);
  });

  it('are refused at once beyond a bound', async () => {
    const asked: number[] = [];
    const awaited = new AwaitedGateways((gatewayIds) => {
      asked.push(gatewayIds.length);
      return Promise.resolve([]);
    }, 150);
    await Promise.all(Array.from({ length: 2000 }, (_, index) => awaited.wait(`gw-${String(index)}`)));
    expect(Math.max(...asked)).toBe(500);
  });

  it('can be asked for again where they could not be looked up', async () => {
    let away = true;
    const awaited = new AwaitedGateways(
      () => (away ? Promise.reject(new Error('database down')) : Promise.resolve([rowOf('gw-1')])),
      5000,
    );
    await expect(awaited.wait('gw-1')).rejects.toThrow('database down');
    away = false;
    await expect(awaited.wait('gw-1')).resolves.toEqual(rowOf('gw-1'));
  });
});
