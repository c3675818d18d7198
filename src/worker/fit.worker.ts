import { expose } from 'comlink';
import { exampleRuns } from '../fit/runs/examples';
import { loadTable } from '../fit/runs/load';
import { InputError } from '../quantities/issue';
import type { FitApi, RunsSource } from './fit-api';
import { type Latest, type RunsInput, fitParts, predictRungs } from './fit-job';

async function load(source: RunsSource): Promise<RunsInput> {
  if (source.kind === 'text') return source;
  if (source.kind === 'file')
    return { name: source.name, table: await loadTable(new Uint8Array(await source.file.arrayBuffer()), source.name) };
  const example = exampleRuns.find(({ id }) => id === source.id);
  if (!example) throw new InputError([{ field: 'runs', given: source.id, allowed: exampleRuns.map(({ id }) => id).join(', ') }]);
  return { text: await example.load(), name: example.label };
}

let latest: Latest | undefined;

const api: FitApi = {
  async fit(request, onPart) {
    latest = undefined;
    let runs;
    try {
      runs = await load(request.source);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await onPart({ kind: 'refused', issues: error.issues, headings: [], columns: {} });
      return;
    }
    for (const part of fitParts(runs, request, (found) => (latest = found))) await onPart(part);
  },
  predict: (ladder) => Promise.resolve(latest ? predictRungs(latest, ladder) : []),
};

expose(api);
