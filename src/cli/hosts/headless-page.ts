import type { Browser } from 'playwright';
import type { HeadlessAnswer, HeadlessApi, HeadlessGlobal } from '../../app/headless-api';
import { BackendError } from '../../sweep/backend';
import { CliFailure, type CliContext } from '../context';
import { type PageServer, servePage } from './page-server';

type Value<M extends keyof HeadlessApi> = Awaited<ReturnType<HeadlessApi[M]>> extends HeadlessAnswer<infer T> ? T : never;

/** The built page in a headless Chromium: the same bundle, workers and shader compiler that users have. */
export interface HeadlessPage {
  /** Name and version of the browser. */
  readonly browser: string;
  readonly server: PageServer;
  /** Calls the page's worker. Rejects with a BackendError when the machinery fails, the browser included. */
  call<M extends keyof HeadlessApi>(method: M, ...args: Parameters<HeadlessApi[M]>): Promise<Value<M>>;
  close(): Promise<void>;
}

/** Starts a browser with the page. Rejects with a CliFailure where there is no browser. */
export async function openHeadlessPage(context: CliContext): Promise<HeadlessPage> {
  const folder = await context.pageFolder();
  const options = await context.chromiumOptions();
  const server = await servePage(folder);
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    server.close();
    await browser?.close();
  };
  try {
    const { chromium } = await importPlaywright();
    // Ctrl-C is ours to answer: the partial file must go first
    browser = await chromium.launch({ ...options, handleSIGINT: false, handleSIGTERM: false });
    const page = await browser.newPage();
    await page.goto(`${server.origin}/headless.html`);
    await page.waitForFunction(() => 'isoflop' in globalThis);
    return {
      browser: `Chromium ${browser.version()}`,
      server,
      call: async (method, ...args) => {
        const request = { method, args: args as readonly unknown[] };
        const answer = await page
          .evaluate(
            ({ method: name, args: list }) => (globalThis as unknown as { isoflop: HeadlessGlobal }).isoflop.call(name, list),
            request,
          )
          .catch((error: Error) => Promise.reject(new BackendError('worker-crashed', `The browser failed: ${firstLine(error)}.`)));
        return unwrap(answer as HeadlessAnswer<Value<typeof method>>);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error instanceof CliFailure ? error : new CliFailure(`Chromium did not start: ${firstLine(error as Error)}`);
  }
}

/** Opens the page's WebGPU device, and says so where it is a software adapter although the machine may have another. */
export async function openWebGpu(page: HeadlessPage, { stderr }: CliContext): Promise<Value<'open'>> {
  const opened = await page.call('open');
  if (opened.info.isSoftware && process.env['GPU'] !== '1') {
    stderr(`WebGPU runs on a software adapter, ${opened.info.adapter}; GPU=1 in the environment takes the machine's own.\n`);
  }
  return opened;
}

function unwrap<T>(answer: HeadlessAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw answer.failure ? new BackendError(answer.failure, answer.message) : new Error(answer.message);
}

async function importPlaywright(): Promise<typeof import('playwright')> {
  try {
    return await import('playwright');
  } catch {
    throw new CliFailure('the package playwright is missing; run `npm ci`, or use --backend cpu');
  }
}

function firstLine({ message }: Error): string {
  return (message.split('\n')[0] ?? '').replace(/^\w+\.\w+: |\.$/g, '');
}
