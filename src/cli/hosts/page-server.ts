import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

/** A local server for the built page, which also takes tiles back from it. */
export interface PageServer {
  /** Address, without a slash at the end. */
  readonly origin: string;
  /** A path that takes one upload, and its bytes once they are there. Give up a path whose upload failed. */
  expectUpload(): { readonly path: string; readonly bytes: Promise<ArrayBuffer>; giveUp(): void };
  close(): void;
}

/** Serves a folder on this machine only, cross-origin isolated like every other server of the page. */
export async function servePage(folder: string): Promise<PageServer> {
  const uploads = new Map<string, (request: IncomingMessage) => Promise<void>>();
  const files = sirv(folder, {
    setHeaders: (response) => {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    },
  });
  const server = createServer((request, response) => {
    if (request.method === 'POST') void takeUpload(uploads, request, response);
    else files(request, response);
  });
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    expectUpload: () => {
      // nobody else on this machine can guess the path
      const path = `/tiles/${randomUUID()}`;
      const bytes = new Promise<ArrayBuffer>((resolve, reject) => {
        uploads.set(path, async (request) => {
          try {
            resolve(await readBody(request));
          } catch (error) {
            reject(error as Error);
            throw error;
          }
        });
      });
      bytes.catch(() => undefined); // the page reports the same failure
      return { path, bytes, giveUp: () => void uploads.delete(path) };
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

async function takeUpload(
  uploads: Map<string, (request: IncomingMessage) => Promise<void>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '';
  const take = uploads.get(path);
  uploads.delete(path);
  try {
    if (!take) response.statusCode = 404;
    else {
      await take(request);
      response.statusCode = 204;
    }
  } catch {
    response.statusCode = 400;
  }
  response.end();
}

/** Reads a body of known length into one piece of memory. */
async function readBody(request: IncomingMessage): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Number(request.headers['content-length']));
  let at = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    bytes.set(part, at);
    at += part.length;
  }
  if (at !== bytes.length) throw new Error(`an upload of ${bytes.length} bytes ended after ${at}`);
  return bytes.buffer;
}
