import { z } from "zod";

/** What a backup says of itself before its data. */
export const backupHeader = z.object({
  schema: z.string(),
  /** Of the APP_SECRET that the sealed copies in it open with. */
  secret: z.string(),
  madeAt: z.iso.datetime(),
});
export type BackupHeader = z.output<typeof backupHeader>;

/** A table's name and columns, quoted as SQL wants them. */
export const backupTable = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
export type BackupTable = z.output<typeof backupTable>;

/** What was written of a table: a backup is whole only if the same is read. */
export const backupTableEnd = z.object({ rows: z.int().min(0), sha256: z.string() });

/** The next value that each sequence would give. */
export const backupSequences = z.array(z.object({ name: z.string(), next: z.string().regex(/^\d+$/) }));
export type BackupSequences = z.output<typeof backupSequences>;

export const backupEnd = z.object({ sha256: z.string() });
