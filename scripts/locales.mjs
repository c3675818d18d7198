// The texts of the page in its other languages: takes what the code says into src/locales/xliff, where translations are the targets, and
// writes src/locales/messages from it. With --check it changes nothing, and fails where a file is not current or a translation is missing.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const settings = JSON.parse(readFileSync(join(root, 'lit-localize.json'), 'utf8'));
const { xliffDir } = settings.interchange;
const { outputDir } = settings.output;
const scratch = isCheck ? mkdtempSync(join(tmpdir(), 'isoflop-locales-')) : undefined;
const problems = [];

const localizerOf = (config) => new RuntimeLitLocalizer({ ...config, baseDir: root, resolve: (path) => join(root, path) });
const source = localizerOf(settings);
const { messages, errors } = source.extractSourceMessages();
for (const { file, start, messageText } of errors) {
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  problems.push(`${file.fileName}:${line}: ${typeof messageText === 'string' ? messageText : messageText.messageText}`);
}
problems.push(...source.validateTranslations().errors);

if (problems.length === 0 && isCheck) {
  for (const [locale, translations] of source.readTranslationsSync().translations) {
    const [said, translated] = [messages, translations].map((list) => new Set(list.map(({ name }) => name)));
    for (const { name, contents } of messages)
      if (!translated.has(name)) problems.push(`${locale}: no translation of “${textOf(contents)}”`);
    for (const name of translated) if (!said.has(name)) problems.push(`${locale}: ${name} is said nowhere any more`);
  }
}
if (problems.length === 0) {
  console.warn = () => {}; // what has no translation yet is English for now; --check lists it
  if (!isCheck) await source.writeInterchangeFiles();
  const target = isCheck ? scratch : join(root, outputDir);
  const built = new RuntimeLitLocalizer({
    ...settings,
    output: { ...settings.output, outputDir: 'messages' },
    baseDir: root,
    resolve: (path) => (path === 'messages' ? target : join(root, path)),
  });
  built._program = source.program;
  await built.build();
  if (isCheck) {
    for (const name of readdirSync(target)) {
      if (readFileSync(join(target, name), 'utf8') !== readFileSync(join(root, outputDir, name), 'utf8'))
        problems.push(`${outputDir}/${name} is not current`);
    }
  }
}
if (scratch) rmSync(scratch, { recursive: true });
if (problems.length > 0) {
  console.error([...problems, `${problems.length} problems; npm run locales takes new texts into ${xliffDir}`].join('\n'));
  process.exitCode = 1;
} else console.log(`${messages.length} messages${isCheck ? ', all translated' : ''}`);

/** A message as one line. */
function textOf(contents) {
  return contents
    .map((part) => (typeof part === 'string' ? part : '…'))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
