import { formatCardNumber } from '../../src/model/card/format';
import { describeEntry, kindNames } from '../../src/model/card/describe';
import { type CatalogueEntry, type CatalogueKind, catalogue, catalogueKinds } from '../../src/model/catalogue';
import { findForm, formIds } from '../../src/model/forms';
import { quantities, type ScenarioId } from '../../src/quantities/registry';
import { cell, code, number, page, table } from './markdown';

/** Headings of the kinds of law. */
const HEADINGS: Readonly<Record<CatalogueKind, string>> = {
  loss: 'Laws of the loss',
  allocation: 'Allocation rules',
  trend: 'Trends',
  curve: 'Learning curves',
  hyperparameters: 'Learning rate and batch',
  exponents: 'Exponents only',
};

/** The tables of all forms and laws, from the catalogue. */
export function lawsPage(): string {
  return page(
    '# Forms and laws',
    `${formIds.length} forms and ${catalogue.length} laws, rules and trends. \`npx isoflop laws ID\` prints the card of one, and so does the law's name in the page: ` +
      'the formula, every number with its interval, which parameters N counts, where it was fitted, how it was checked.',
    '## Forms',
    'A form is an additive model, loss = link(offset + Σ terms + penalty). What a scenario sets has the value in brackets where it is left out.',
    ...formIds.flatMap(formBlocks),
    ...catalogueKinds.flatMap(kindBlocks),
  );
}

function formBlocks(id: (typeof formIds)[number]): readonly string[] {
  const { formula, source, coefficients, scenario } = findForm(id);
  const set = (Object.entries(scenario) as [ScenarioId, number][]).map(([name, value]) => {
    const { symbol, unit, about, max } = quantities[name];
    return [code(name), cell(symbol), cell(unit), `set (${value > max ? 'unlimited' : number(value)})`, cell(about)];
  });
  return [
    `### ${id}`,
    `${code(formula)}  \n${cell(source)}`,
    table(
      ['coefficient', 'symbol', 'unit', 'allowed', 'what it means'],
      [
        ...Object.entries(coefficients).map(([name, { symbol = name, unit, min, max, about }]) => [
          code(name),
          cell(symbol),
          cell(unit),
          `${number(min)} to ${number(max)}`,
          cell(about),
        ]),
        ...set,
      ],
    ),
  ];
}

function kindBlocks(kind: CatalogueKind): readonly string[] {
  const entries = catalogue.filter((entry) => entry.kind === kind);
  return [
    `## ${HEADINGS[kind]}`,
    `Kind \`${kind}\`, ${kindNames[kind]}: ${entries.length}.`,
    table(['id', 'name', 'form', 'numbers', 'source'], entries.map(row)),
  ];
}

function row(entry: CatalogueEntry): readonly string[] {
  const { formulas, numbers } = describeEntry(entry);
  const form = entry.kind === 'loss' ? `[${entry.law.form}](#${entry.law.form})` : code(formulas[0]!.text);
  const values = numbers.filter(({ isSet }) => !isSet).map(({ symbol, value }) => `${symbol} = ${formatCardNumber(value)}`);
  return [code(entry.id), cell(entry.label), form, cell(values.join(', ')), cell(entry.source)];
}
