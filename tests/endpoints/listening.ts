/** What servers of the tests have in common: they listen on this machine, and misbehave when they are told to. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whether it has dealt with the request; else the request is answered. `answer` counts it as answered. */
export type Mischief = (
  request: IncomingMessage,
  response: ServerResponse,
  nth: number,
  answer: () => unknown,
) => boolean | undefined;

export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
  /** At the same port. */
  restart(): Promise<void>;
}

/** @param refusal what a request that cannot be read is refused with, of why */
export async function listening(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  refusal: (message: string) => object,
): Promise<Listening> {
  let server: Server;
  let port = 0;
  const start = async (): Promise<void> => {
    server = createServer((request, response) => {
      handle(request, response).catch((error: Error) => {
        if (!response.headersSent) response.writeHead(400).end(JSON.stringify(refusal(error.message)));
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  await start();
  return {
    port,
    restart: start,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
