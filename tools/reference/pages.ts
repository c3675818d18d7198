import graphSchema from '../../docs/graph-sweep-file.schema.json';
import scheduleSchema from '../../docs/schedule-sweep-file.schema.json';
import sweepSchema from '../../docs/sweep-file.schema.json';
import { cliPage } from './cli';
import { lawsPage } from './laws';
import { type Floors, layersPicture } from './layers';
import { quantitiesPage } from './quantities';
import { sweepFilesPage } from './sweep-files';

/** Every generated file of `docs`, by its path there, with its text; the floors are those of `tools/check-layers.mjs`. */
export function generatedFiles(floors: Floors): Readonly<Record<string, string>> {
  return {
    'reference/cli.md': cliPage(),
    'reference/quantities.md': quantitiesPage(),
    'reference/laws.md': lawsPage(),
    'reference/sweep-files.md': sweepFilesPage({ sweep: sweepSchema, general: graphSchema, schedule: scheduleSchema }),
    'layers.svg': layersPicture(floors),
  };
}
