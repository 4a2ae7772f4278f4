/** The client of a sign-in request, as far as the request tells. */
export interface Client {
  /** The address that our server determined; null if there is none, as in tests. */
  address: string | null;
  userAgent: string | null;
  /** The device cookie that `rememberDevice` set in this browser at an earlier sign-in, if any. */
  device: string | null;
}
