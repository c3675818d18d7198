import { expose } from 'comlink';
import { exampleRuns } from '../fit/runs/examples';
import { decodeRuns } from '../fit/runs/text';
import { InputError } from '../quantities/issue';
import type { FitApi, RunsSource } from './fit-api';
import { fitParts } from './fit-job';

async function load(source: RunsSource): Promise<{ readonly name: string; readonly text: string }> {
  if (source.kind === 'text') return source;
  if (source.kind === 'file') return { name: source.name, text: decodeRuns(new Uint8Array(await source.file.arrayBuffer()), source.name) };
  const example = exampleRuns.find(({ id }) => id === source.id);
  if (!example) throw new InputError([{ field: 'runs', given: source.id, allowed: exampleRuns.map(({ id }) => id).join(', ') }]);
  return { text: await example.load(), name: example.label };
}

const api: FitApi = {
  async fit(request, onPart) {
    let runs;
    try {
      runs = await load(request.source);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await onPart({ kind: 'refused', issues: error.issues, headings: [], columns: {} });
      return;
    }
    for (const part of fitParts(runs, request)) await onPart(part);
  },
};

expose(api);
