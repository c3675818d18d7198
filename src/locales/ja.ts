import '@awesome.me/webawesome/dist/translations/ja.js';
import claims from './sentences/ja/claims.json';
import data from './sentences/ja/data.json';
import facts from './sentences/ja/facts.json';
import fit from './sentences/ja/fit.json';
import frontier from './sentences/ja/frontier.json';
import glossary from './sentences/ja/glossary.json';
import growth from './sentences/ja/growth.json';
import laws from './sentences/ja/laws.json';
import notices from './sentences/ja/notices.json';
import numbers from './sentences/ja/numbers.json';
import plan from './sentences/ja/plan.json';
import quantities from './sentences/ja/quantities.json';
import sweep from './sentences/ja/sweep.json';
import type { Sentences } from './said';

export { templates } from './messages/ja';

/** What the floors below the page say, in Japanese. */
export const sentences: Sentences = {
  ...claims,
  ...data,
  ...facts,
  ...fit,
  ...frontier,
  ...glossary,
  ...growth,
  ...laws,
  ...notices,
  ...numbers,
  ...plan,
  ...quantities,
  ...sweep,
};
