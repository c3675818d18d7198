import { expect, test } from 'vitest';
import { whyNot } from '../../tools/check-layers.mjs';

test.each([
  ['src/ui/plan/bars.ts', '../growth/map-axes', 'views do not import one another; what several need stands in src/ui/controls'],
  ['src/ui/controls/field.ts', '../fit/points', 'views do not import one another; what several need stands in src/ui/controls'],
  ['src/ui/plan/bars.ts', '../../gpu/device', 'ui may import state, model, sweep, worker, locales'],
  ['src/ui/plan/bars.ts', '../../worker/api', 'ui takes only types from worker'],
  ['src/state/plan.ts', '../worker/jobs/manager', expect.stringContaining('state takes from worker only')],
  ['src/model/loss.ts', 'lit', 'model must not know this package'],
  ['src/quantities/format.ts', '../data/version', 'quantities imports nothing'],
  ['src/fit/read.ts', '../testing/gpu', 'only tests import testing'],
])('%s does not import %s', (path, from, why) => {
  expect(whyNot(path, from)).toEqual(why);
});

test.each([
  ['src/ui/plan/view.ts', './bars', false],
  ['src/ui/plan/bars.ts', '../controls/styles', false],
  ['src/ui/frontier/view.ts', '../skill/panel', false],
  ['src/ui/shell/views.ts', '../plan/view', false],
  ['src/ui/plan/bars.ts', '../../worker/api', true],
  ['src/ui/plan/bars.ts', 'lit', false],
  ['src/ui/plan/layout-geometry.test.ts', '../../gpu/device', false],
])('%s imports %s', (path, from, isTypeOnly) => {
  expect(whyNot(path, from, isTypeOnly)).toBeUndefined();
});
