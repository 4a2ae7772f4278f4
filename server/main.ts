import { createServer } from "node:http";
import { env } from "#runtime/env.ts";

export interface Server {
  url: string;
  close(): Promise<void>;
  failed: Promise<Error>;
}

export async function serve(_options: { dev: boolean; onProgress: (line: string) => void }): Promise<Server> {
  const server = createServer((request, response) => {
    const wait = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("wait") ?? 0);
    setTimeout(() => response.end("ok\n"), wait);
  });
  const { HOST, PORT } = env();
  await new Promise<void>((resolve) => server.listen(PORT, HOST, resolve));
  return {
    url: `http://${HOST}:${PORT}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    failed: new Promise(() => {}),
  };
}
