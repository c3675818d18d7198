import type { Command } from 'commander';
import { resolveConfiguration } from '../../model/configuration';
import { lossEntry } from '../../model/catalogue';
import type { Law } from '../../model/laws';
import { irreducibleLoss } from '../../model/loss';
import { optimum } from '../../model/optimum';
import { formatShare } from '../../model/corpus/supply';
import { type TaskCount, taskCounts } from '../../model/skill/gadre';
import { LONGEST_ANSWER } from '../../model/skill/metrics';
import {
  type DatasetId,
  type Exam,
  type Skill,
  datasetIds,
  datasets,
  lawOfDataset,
  predictSkill,
  predictSkillOfLoss,
} from '../../model/skill/skill';
import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { inputIds, scenarioIds } from '../../quantities/registry';
import type { CliContext } from '../context';
import { writeNotes } from '../entries';
import { type QuantityFlags, type Settings, collect, readLaw, readSettings, settableIds } from '../input';
import { unreadNotes } from '../unread';

/** Flags of `skill`. */
interface SkillFlags extends QuantityFlags {
  readonly loss?: string;
  readonly dataset: string;
  readonly tasks: string;
  readonly k: string;
  readonly json?: boolean;
}

/** Adds `skill`: what a loss, or a configuration, is predicted to do. */
export function addSkill(program: Command, context: CliContext): void {
  program
    .command('skill')
    .description('what a loss means: mean error over tasks (Gadre), and answers of k tokens, marked smoothly or as a whole (Schaeffer)')
    .option('--loss <number>', 'C4 validation loss in nat/token; or N and D, or C')
    .option('--law <id>', 'law of the token probability, see `isoflop laws`; that of the data set unless given')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--N <number>', 'parameters, such as 70e9 or 70B')
    .option('--D <number>', 'training tokens, such as 1.4T')
    .option('--C <number>', 'training compute in FLOP; alone, its optimum under the law')
    .option('--set <quantity=value>', `set one of ${[...inputIds, ...scenarioIds].join(', ')}; may be repeated`, collect)
    .option('--dataset <id>', `where the error was fitted: ${datasetIds.join(', ')}`, 'c4')
    .option('--tasks <count>', `mean over ${taskCounts.join(' or ')} tasks`, '17')
    .option('--k <number>', `tokens of an answer, 1 to ${LONGEST_ANSWER}`, '10')
    .option('--json', 'print JSON')
    .action(async (options: SkillFlags) => {
      const exam = readExam(options);
      const found = options.loss === undefined ? await skillOfConfiguration(options, exam, context) : skillOfLoss(options, exam);
      await context.stdout(
        options.json ? `${JSON.stringify({ ...found, ...exam, length: undefined, k: exam.length }, undefined, 2)}\n` : toText(found, exam),
      );
    });
}

/** What was asked, and what came out. */
interface Found extends Skill {
  /** Id of the law of the token probability. */
  readonly law: string;
  readonly N?: number;
  readonly D?: number;
}

function readExam({ dataset, tasks, k }: SkillFlags): Exam {
  const issues: Issue[] = [];
  const length = parseNumber(k);
  if (!datasetIds.includes(dataset as DatasetId))
    issues.push({ field: '--dataset', given: dataset, allowed: `one of ${datasetIds.join(', ')}` });
  if (!taskCounts.includes(Number(tasks) as TaskCount))
    issues.push({ field: '--tasks', given: tasks, allowed: `one of ${taskCounts.join(', ')}` });
  if (!(Number.isInteger(length) && length >= 1 && length <= LONGEST_ANSWER)) {
    issues.push({ field: '--k', given: k, allowed: `a whole number from 1 to ${LONGEST_ANSWER}` });
  }
  if (issues.length > 0) throw new InputError(issues);
  return { dataset: dataset as DatasetId, tasks: Number(tasks) as TaskCount, length };
}

function skillOfLoss({ loss: text = '', ...others }: SkillFlags, exam: Exam): Found {
  const law = lawOfDataset(exam.dataset);
  const floor = irreducibleLoss(law);
  const loss = parseNumber(text);
  if (!(loss > floor && loss <= 20)) {
    throw new InputError([
      { field: '--loss', given: text, allowed: `a number above ${floor}, the floor of ${law.label}, and at most 20 nat/token` },
    ]);
  }
  const extra = (['law', 'lawFile', 'N', 'D', 'C', 'set'] as const).filter((flag) => others[flag] !== undefined);
  if (extra.length > 0) {
    throw new InputError([
      { field: '--loss', given: `with ${extra.join(', ')}`, allowed: 'a loss alone: it says what N, D, C and a law would' },
    ]);
  }
  return { law: law.id, ...predictSkillOfLoss(loss, exam) };
}

async function skillOfConfiguration(options: SkillFlags, exam: Exam, { stderr }: CliContext): Promise<Found> {
  const settings = readSettings(options, settableIds);
  const hasLaw = options.law !== undefined || options.lawFile !== undefined;
  const law = await readLaw(hasLaw ? options : { ...options, law: datasets[exam.dataset] }, settings);
  writeNotes(stderr, unreadNotes([lossEntry(law)], settings));
  const { N, D } = readConfiguration(law, settings);
  return { law: law.id, N, D, ...predictSkill(law, N, D, exam) };
}

/** The configuration that two settings determine, or the optimum of a budget. */
function readConfiguration(law: Law, settings: Settings): { readonly N: number; readonly D: number } {
  const given = inputIds.filter((id) => settings[id] !== undefined);
  if (given.length === 1 && settings.C !== undefined) return optimum(law, settings.C);
  const configuration = resolveConfiguration(Object.fromEntries(given.map((id) => [id, settings[id]])));
  if (configuration) return configuration;
  throw new InputError([
    { field: '--loss, --N, --D, --C', given: given.join(', ') || 'nothing', allowed: `a loss, C alone, or two of ${inputIds.join(', ')}` },
  ]);
}

function toText(
  { law, taskLoss, taskError, tokenProbability, exactMatch, tokenEditDistance }: Found,
  { dataset, tasks, length }: Exam,
): string {
  return `C4 loss ${taskLoss.toFixed(4)} nat/token, trained as ${lawOfDataset(dataset).label}: mean error over ${tasks} tasks ${formatShare(taskError)}
An answer of ${length} tokens, each right with ${formatShare(tokenProbability)} (${law}): ${tokenEditDistance.toFixed(2)} wrong on average, all right ${formatShare(exactMatch)} of the time
`;
}
