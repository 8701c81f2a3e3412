import { GatewayId, instant } from '#libs/contracts';
import { gatewayOutageId, gatewayOutageOverWords, gatewayOutageWords } from './gateway-outage.ts';

const at = (time: string) => instant(Date.parse(`2026-07-02T${time}Z`));

describe('A gateway that is down', () => {
  it('is named with since when and how many patients are behind it, and afterwards until when', () => {
    const words = gatewayOutageWords({ name: 'North', since: at('07:00:00'), patients: 3 });
    expect(words).toBe('The gateway “North” has not been heard since 08:00:00 on 2 July; 3 patients are behind it.');
    expect(gatewayOutageWords({ name: 'North', since: at('07:00:00'), patients: 1 })).toMatch(/; 1 patient is behind/);
    expect(gatewayOutageOverWords(words, at('08:00:00'))).toMatch(
      /behind it\. It was down until 09:00:00 on 2 July\.$/,
    );
  });

  it('has an id of its own each time that it is down', () => {
    const [north, south] = [GatewayId.parse('north'), GatewayId.parse('south')];
    const ids = [
      gatewayOutageId(north, at('07:00:00')),
      gatewayOutageId(north, at('09:00:00')),
      gatewayOutageId(south, at('07:00:00')),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
