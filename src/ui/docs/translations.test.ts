import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadPage } from './pages';

const root = fileURLToPath(new URL('../../../docs/', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const paths = readdirSync(root, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.md'));

/** Pages that are read off the code, or off a run of the benchmark, and stand in English alone. */
const isEnglishOnly = (path: string): boolean => path.startsWith('reference/') || path === 'benchmarks.md';
const written = paths.filter((path) => !path.startsWith('ja/') && !isEnglishOnly(path));

/** What of a page does not depend on its language, in the order of the page where a language leaves that alone. */
function structureOf(path: string) {
  const markdown = read(path);
  const blocks = [...markdown.matchAll(/^```.*\n[\s\S]*?^```$/gm)].map(([block]) => block);
  const text = markdown.replaceAll(/^```.*\n[\s\S]*?^```$/gm, '');
  const withoutCode = text.replaceAll(/`[^`]*`/g, '');
  const withoutBlocks = withoutCode.replaceAll(/\$\$[\s\S]+?\$\$/g, '');
  const whereTo = (target: string): string => {
    const file = target.split('#')[0]!;
    return posix.normalize(posix.join(posix.dirname(path), file)).replace(/^ja\//, '');
  };
  return {
    headings: [...text.matchAll(/^(#+) /gm)].map(([, level]) => level),
    blocks,
    code: [...text.matchAll(/`[^`]*`/g)].map(([code]) => code.replaceAll(/\s+/g, ' ')).toSorted(),
    formulas: [...withoutCode.matchAll(/\$\$[\s\S]+?\$\$/g)].map(([formula]) => formula),
    inlineFormulas: [...withoutBlocks.matchAll(/\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d)/g)].map(([formula]) => formula).toSorted(),
    pictures: [...withoutCode.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => whereTo(target!)),
    links: [...withoutCode.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => whereTo(target!)).toSorted(),
    // cells of each row
    tables: [...withoutCode.matchAll(/^\|.*\|$/gm)].map(([row]) => row.split('|').length),
    items: [...withoutCode.matchAll(/^- /gm)].length,
  };
}

test('every page that is written by hand is there in Japanese, and no other', () => {
  expect(paths.filter((path) => path.startsWith('ja/')).toSorted()).toEqual(written.map((path) => `ja/${path}`).toSorted());
});

test.each(written)('%s has the same headings, formulas, pictures, code, tables and links in Japanese', (path) => {
  expect(structureOf(`ja/${path}`)).toEqual(structureOf(path));
});

test.each(written)('%s has every number of the English page in Japanese', (path) => {
  const left = numbersIn(read(`ja/${path}`));
  const missing = numbersIn(read(path)).filter((number) => {
    const at = left.indexOf(number);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  expect(missing).toEqual([]);
});

test('a page is English where it has no other language', async () => {
  expect((await loadPage('benchmarks', 'ja')).html).toBe((await loadPage('benchmarks', 'en')).html);
  expect((await loadPage('index', 'ja')).title).not.toBe((await loadPage('index', 'en')).title);
});

function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([number]) => number);
}
