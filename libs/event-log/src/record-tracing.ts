/** As much of tracing as a log needs. */
export interface RecordTracing {
  /** Works on records, so that what is published meanwhile for the key of one that is traced belongs to its trace. */
  work<Result>(
    name: string,
    records: readonly { readonly key: string; readonly trace?: string | undefined }[],
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** The W3C traceparent of the work on a key that is under way. */
  traceOf(key: string): string | undefined;
}
