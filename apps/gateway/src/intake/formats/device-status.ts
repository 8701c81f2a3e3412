import { type QuarantineReason, StatusMessage } from '#libs/contracts';

export type DecodedStatus =
  | { readonly ok: true; readonly status: StatusMessage }
  | { readonly ok: false; readonly reasons: readonly QuarantineReason[] };

/** Reads what a device says of itself, or its last will. Never throws. */
export function decodeDeviceStatus(payload: Buffer): DecodedStatus {
  let body: unknown;
  try {
    body = JSON.parse(payload.toString('utf8'));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { ok: false, reasons: [{ code: 'malformed-json', path: '', message: `Found no JSON: ${found}.` }] };
  }
  const parsed = StatusMessage.safeParse(withoutNulls(body));
  if (parsed.success) return { ok: true, status: parsed.data };
  const reasons = parsed.error.issues.map((issue) => ({
    code: 'invalid-message' as const,
    path: issue.path.join('.'),
    message: `${issue.message}.`,
  }));
  return { ok: false, reasons };
}

/** As some write what is not there. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
