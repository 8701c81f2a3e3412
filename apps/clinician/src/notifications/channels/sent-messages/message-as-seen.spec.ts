import { instant, type SentMessage } from '#libs/contracts';
import { messageAsSeen } from './message-as-seen.ts';

const message: SentMessage = {
  // A test's own id.
  id: '1c4f4c8e-0000-4000-8000-000000000001' as SentMessage['id'],
  alertId: null,
  personId: 'nina',
  personName: 'Nina',
  channel: 'sms',
  address: '+447700900101',
  title: 'High: NEWS2 9',
  body: 'High: NEWS2 9\nhttps://ward.example/a?t=abc.def\nReply 123456 to acknowledge.\nhttps://ward.example/alerts/1',
  sentAt: instant(0),
};

describe('A message that was kept instead of being sent', () => {
  it('is whole for the person whom it is for', () => {
    expect(messageAsSeen(message, { id: 'nina' })).toEqual(message);
  });

  it('gives others no way to reply in that person’s name', () => {
    expect(messageAsSeen(message, { id: 'oscar' }).body).toBe(
      'High: NEWS2 9\n(link)\nReply (code) to acknowledge.\nhttps://ward.example/alerts/1',
    );
  });
});
