import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, test } from 'vitest';
import { sweepFileSchema } from './file';

test('the published JSON Schema is the one that sweep files are read with', async () => {
  const schema = { title: 'Isoflop sweep file, version 1', ...toJsonSchema(sweepFileSchema, { typeMode: 'input', errorMode: 'ignore' }) };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../docs/sweep-file.schema.json');
});
