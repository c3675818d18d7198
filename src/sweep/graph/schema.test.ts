import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, test } from 'vitest';
import { graphFileSchema } from './schema';

test('the published JSON Schema is the one that general sweep files are read with', async () => {
  const schema = {
    title: 'Isoflop general sweep file, version 1',
    ...toJsonSchema(graphFileSchema, { typeMode: 'input', errorMode: 'ignore' }),
  };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../../docs/graph-sweep-file.schema.json');
});
