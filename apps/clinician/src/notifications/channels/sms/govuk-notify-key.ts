const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const pattern = new RegExp(`(${uuid})-(${uuid})$`, 'iu');

/** An API key of GOV.UK Notify is a name, the id of the service, and its secret; all empty where a text is none. */
export function apiKeyOf(text: string): { readonly serviceId: string; readonly secret: string } {
  const [, serviceId = '', secret = ''] = pattern.exec(text) ?? [];
  return { serviceId, secret };
}
