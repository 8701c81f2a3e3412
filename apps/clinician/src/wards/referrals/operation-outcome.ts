import type { Problem } from '#libs/contracts';

/** The media type of FHIR resources as JSON. */
export const fhirJson = 'application/fhir+json';

/** FHIR's codes for what is wrong, by the HTTP status that goes with it. */
const issueCodes: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  415: 'not-supported',
  422: 'business-rule',
  429: 'throttled',
  503: 'transient',
};

/** A problem as a FHIR R4 OperationOutcome: an issue for each element at fault, or one for the whole. */
export function operationOutcomeOf({ status, code, detail, errors = [] }: Problem): object {
  const issue = {
    severity: status >= 500 ? 'fatal' : 'error',
    code: issueCodes[status] ?? (status >= 500 ? 'exception' : 'processing'),
    details: { coding: [{ system: 'urn:homeward:problem', code }], text: detail },
  };
  const issues = errors.map(({ path, message }) => ({
    ...issue,
    diagnostics: path === '' ? message : `${path}: ${message}`,
    ...(path === '' ? {} : { expression: [`ServiceRequest.${path.replaceAll(/\.(\d+)/g, '[$1]')}`] }),
  }));
  return { resourceType: 'OperationOutcome', issue: issues.length > 0 ? issues : [issue] };
}
