/** The API's refusal of a request. */
export interface Refusal {
  /** Such as `POST /gateways`. */
  readonly request: string;
  readonly status: number;
  readonly problemCode: string;
  readonly detail: string;
}
