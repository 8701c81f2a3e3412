import { read, repositoryFiles } from './source-tree.ts';

const controllers = repositoryFiles().filter((path) => /^apps\/.+\.controller\.ts$/.test(path));
const withWord = (word: RegExp): readonly string[] => controllers.filter((path) => word.test(read(path)));

describe('The body of a request', () => {
  it('is read strictly by ZodBody, but for those whose senders follow a contract of their own', () => {
    expect(controllers.length).toBeGreaterThan(40);
    expect(withWord(/@ForeignZodBody\(/)).toEqual([
      'apps/clinician/src/notifications/replies/replies.controller.ts',
      'apps/gateway/src/http-intake/ingest.controller.ts',
    ]);
    // FHIR, whose resources may have any extension, and whose refusals are an OperationOutcome.
    expect(withWord(/@Body\(/)).toEqual(['apps/clinician/src/wards/referrals/service-requests.controller.ts']);
  });
});
