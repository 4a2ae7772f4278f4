import { z } from "zod";

/** The header of a backup, before its data. */
export const backupHeader = z.object({
  schema: z.string(),
  /** Fingerprint of the APP_SECRET that opens the sealed values in the backup. */
  secret: z.string(),
  madeAt: z.iso.datetime(),
});
export type BackupHeader = z.output<typeof backupHeader>;

/** A table's name and columns, quoted as SQL identifiers. */
export const backupTable = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
export type BackupTable = z.output<typeof backupTable>;

/** Row count and digest of a table as written: a backup is complete only if reading gives the same. */
export const backupTableEnd = z.object({ rows: z.int().min(0), sha256: z.string() });

/** The next value of each sequence. */
export const backupSequences = z.array(z.object({ name: z.string(), next: z.string().regex(/^\d+$/) }));
export type BackupSequences = z.output<typeof backupSequences>;

export const backupEnd = z.object({ sha256: z.string() });
