import { deviceTopic } from '../mqtt/topic-paths.ts';
import { topics } from '../topics/topics.ts';
import { asyncApiDocument } from './asyncapi.ts';

describe('The AsyncAPI document', () => {
  const { channels, operations } = asyncApiDocument();

  it('shows requests to measure as something that Homeward sends to a device', () => {
    const channel = channels['mqtt-requests'];
    expect(channel?.address).toBe(deviceTopic('{gatewayId}', '{deviceId}', 'requests'));
    expect(operations['send-mqtt-requests']?.action).toBe('send');
    const { schema } = channel?.messages['request']?.payload ?? {};
    expect(schema?.required).toEqual(expect.arrayContaining(['requestId', 'codes', 'expiresAt']));
  });

  it('has a channel for every topic of the log, and an operation for every channel', () => {
    for (const name of Object.keys(topics)) expect(channels[`log-${name}`]?.address).toBe(name);
    const used = Object.values(operations).map(({ channel }) => channel.$ref.replace('#/channels/', ''));
    expect(used.sort()).toEqual(Object.keys(channels).sort());
  });
});
