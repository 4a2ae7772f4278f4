/** Who acts. Every service takes one, asks an access rule, and writes it into the audit. */
export type Actor =
  | { kind: "user"; id: number; name: string; address: string | null; role: "admin"; accountId: null }
  | { kind: "user"; id: number; name: string; address: string | null; role: "developer"; accountId: number }
  | { kind: "command_line"; name: string }
  | { kind: "system"; name: string };
