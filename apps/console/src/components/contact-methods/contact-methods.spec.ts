import { contactFaults, contactsBody, type TypedContactMethods } from './contact-methods.ts';

const typed: TypedContactMethods = {
  methods: [
    { channel: 'email', address: ' ada@example.org ' },
    { channel: 'sms', address: '+447700900123' },
  ],
  quiet: 'yes',
  from: '22:00',
  to: '07:00',
  timeZone: 'Europe/London',
  language: 'en',
};

describe('Contact methods as they are typed', () => {
  it('are sent in the order of the list, without stray spaces', () => {
    expect(contactsBody(typed)).toEqual({
      methods: [
        { channel: 'email', address: 'ada@example.org', order: 0 },
        { channel: 'sms', address: '+447700900123', order: 1 },
      ],
      quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/London' },
      language: 'en',
    });
  });

  it('have no quiet hours where none are wanted', () => {
    expect(contactsBody({ ...typed, quiet: 'no' }).quietHours).toBeNull();
  });

  it.each<[string, Partial<TypedContactMethods>, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a number without its country code',
      { methods: [{ channel: 'sms', address: '07700 900123' }] },
      ['methods.0.address'],
    ],
    ['an address that is blank', { methods: [{ channel: 'email', address: ' ' }] }, ['methods.0.address']],
    [
      'a webhook without encryption',
      { methods: [{ channel: 'webhook', address: 'http://example.org' }] },
      ['methods.0.address'],
    ],
    [
      'an address twice',
      {
        methods: [
          { channel: 'email', address: 'ada@example.org' },
          { channel: 'email', address: 'ada@example.org' },
        ],
      },
      ['methods.0.address'],
    ],
    ['quiet hours that are no time', { from: '25:00' }, ['quietHours.from']],
    ['quiet hours without a length', { to: '22:00' }, ['quietHours.to']],
    ['a language that is none', { language: 'English!' }, ['language']],
  ])('are refused for %s at its field', (_name, change, paths) => {
    expect(contactFaults({ ...typed, ...change }).map(({ path }) => path)).toEqual(paths);
  });
});
