import { expose } from 'comlink';
import { exampleRuns } from '../fit/runs/examples';
import { loadTable } from '../fit/runs/load';
import { InputError } from '../quantities/issue';
import type { FitApi, FitDeviceApi, RunsSource } from './fit-api';
import { type FitDevice, type Latest, type RunsInput, fitParts, fitPartsOn, predictRungs } from './fit-job';

async function load(source: RunsSource): Promise<RunsInput> {
  if (source.kind === 'text') return source;
  if (source.kind === 'file')
    return { name: source.name, table: await loadTable(new Uint8Array(await source.file.arrayBuffer()), source.name) };
  const example = exampleRuns.find(({ id }) => id === source.id);
  if (!example) throw new InputError([{ field: 'runs', given: source.id, allowed: exampleRuns.map(({ id }) => id).join(', ') }]);
  return { text: await example.load(), name: example.label };
}

async function open(api: FitDeviceApi | undefined): Promise<FitDevice | undefined> {
  const adapter = await api?.adapter();
  return api && adapter !== undefined ? { adapter, engine: (batch) => api.descend(batch) } : undefined;
}

let latest: Latest | undefined;

const api: FitApi = {
  async fit(request, onPart, deviceApi) {
    latest = undefined;
    let runs;
    try {
      runs = await load(request.source);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await onPart({ kind: 'refused', issues: error.issues, headings: [], columns: {} });
      return;
    }
    const keep = (found: Latest): void => void (latest = found);
    const device = await open(deviceApi);
    for await (const part of device ? fitPartsOn(device, runs, request, keep) : fitParts(runs, request, keep)) await onPart(part);
  },
  predict: (ladder) => Promise.resolve(latest ? predictRungs(latest, ladder) : []),
};

expose(api);
