/** Who asks to be let in, as far as the request tells. */
export interface Client {
  /** As our server found it; null where there is none, as in tests. */
  address: string | null;
  userAgent: string | null;
  /** What `rememberDevice` gave this browser at an earlier sign-in, or nothing. */
  device: string | null;
}
